-- Changes the settings of the storage.
-- For: operator.
UPDATE awa.storage_state
SET rotate_after = pg_catalog.make_interval(secs => ?), rotate_bytes = ?,
    keep_history = pg_catalog.make_interval(secs => ?), keep_bytes = ?,
    keep_failed = pg_catalog.make_interval(secs => ?),
    keep_dead_letters = pg_catalog.make_interval(secs => ?),
    keep_audit = pg_catalog.make_interval(secs => ?)
