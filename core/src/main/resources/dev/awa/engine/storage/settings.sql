-- The settings of the storage; times in seconds.
-- For: reader, operator, worker.
SELECT extract(epoch FROM rotate_after) AS rotate_after, rotate_bytes,
       extract(epoch FROM keep_history) AS keep_history, keep_bytes,
       extract(epoch FROM keep_failed) AS keep_failed,
       extract(epoch FROM keep_dead_letters) AS keep_dead_letters,
       extract(epoch FROM keep_audit) AS keep_audit, counters_trusted_at
FROM awa.storage_state
