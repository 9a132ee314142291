-- Changes the settings of the storage. See awa.set_storage.
-- For: operator.
SELECT setting, before, after, set_by, set_at FROM awa.set_storage(?::pg_catalog.jsonb, ?)
