-- What a queue holds, by state. Depth is what lies behind the cursors; running is what was taken
-- and is not closed; no job is read for either finished count.
SELECT available, oldest_ready_at, running, scheduled, retryable, completed, failed, cancelled,
       dead_letters
FROM awa.queue_stats(?)
