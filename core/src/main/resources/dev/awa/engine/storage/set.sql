-- Changes the settings of the storage; times in milliseconds.
UPDATE awa.storage_state
SET rotate_after = ? * interval '1 millisecond', rotate_bytes = ?, keep_history = ? * interval '1 millisecond', keep_bytes = ?,
    keep_failed = ? * interval '1 millisecond', keep_dlq = ? * interval '1 millisecond'
