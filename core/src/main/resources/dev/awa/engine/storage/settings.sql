-- The settings of the storage; times in seconds.
SELECT extract(epoch FROM rotate_after), rotate_bytes, extract(epoch FROM keep_history), keep_bytes,
       extract(epoch FROM keep_failed), extract(epoch FROM keep_dlq), terminal_counter_trusted_at
FROM awa.storage_state
