-- What a queue holds, by state. See awa.queue_stats.
-- For: reader, operator, worker.
SELECT available, oldest_ready_at, running, scheduled, retryable, completed, failed, cancelled,
       dead_letters
FROM awa.queue_stats(?)
