-- The settings of the storage; times in milliseconds.
SELECT (extract(epoch FROM rotate_after) * 1000)::bigint, rotate_bytes, (extract(epoch FROM keep_history) * 1000)::bigint, keep_bytes,
       (extract(epoch FROM keep_failed) * 1000)::bigint, (extract(epoch FROM keep_dlq) * 1000)::bigint,
       terminal_counter_trusted_at
FROM awa.storage_state
