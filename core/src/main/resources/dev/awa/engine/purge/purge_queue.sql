-- Takes away all that waits in a queue. See awa.purge_queue.
-- For: operator.
SELECT available, scheduled, retryable, purged_at FROM awa.purge_queue(?, ?)
