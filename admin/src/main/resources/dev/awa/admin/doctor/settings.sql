-- Settings of the server, as the sessions of this role and database have them when they begin.
SELECT s.name, s.reset_val, current_setting('server_version_num')::int AS version
FROM pg_settings s
WHERE s.name IN (
  'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'autovacuum',
  'track_counts', 'track_activities', 'max_wal_size', 'shared_buffers',
  'idle_in_transaction_session_timeout')
