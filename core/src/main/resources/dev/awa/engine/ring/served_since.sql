-- Whether the server process of this transaction was there before a time of the database, on the same timeline. A crash of the
-- database ends every server process: so there was none since. A failover does not end those of a replica.
SELECT a.backend_start < ?::timestamptz AND awa.timeline() = ? FROM pg_stat_get_activity(pg_backend_pid()) AS a
