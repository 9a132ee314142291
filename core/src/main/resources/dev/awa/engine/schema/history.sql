-- What has been applied.
-- For: reader, operator, worker.
SELECT version, name, checksum, applied_at FROM awa.schema_history ORDER BY version
