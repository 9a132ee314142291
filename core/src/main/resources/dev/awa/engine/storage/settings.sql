-- The settings of the storage; times in seconds.
SELECT extract(epoch FROM rotate_after) AS rotate_after, rotate_bytes,
       extract(epoch FROM keep_history) AS keep_history, keep_bytes,
       extract(epoch FROM keep_failed) AS keep_failed,
       extract(epoch FROM keep_dead_letters) AS keep_dead_letters, counters_trusted_at
FROM awa.storage_state
