-- What has been applied.
SELECT version, name, checksum, applied_at FROM awa.schema_history ORDER BY version
