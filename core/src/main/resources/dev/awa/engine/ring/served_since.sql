-- Whether the server process of this transaction was there before a time of the database. A crash of the database ends
-- every server process: so there was none since.
SELECT a.backend_start < ?::timestamptz FROM pg_stat_get_activity(pg_backend_pid()) AS a
