-- What a queue holds, by state, and for how long its oldest waiting run has been ready. Depth is
-- what lies behind the cursors; running is what was taken and is not closed; no job is read for
-- either finished count.
SELECT available, oldest_ready_at, running, scheduled, retryable, completed, failed, cancelled,
       dead_letters,
       extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) oldest_ready_at)
         AS lag
FROM awa.queue_stats(?)
