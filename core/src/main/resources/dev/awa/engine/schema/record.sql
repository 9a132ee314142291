-- A migration, or the set of functions (version 0), was applied.
INSERT INTO awa.schema_history (version, name, checksum) VALUES (?, ?, ?)
ON CONFLICT (version) DO UPDATE SET name = EXCLUDED.name, checksum = EXCLUDED.checksum, applied_at = pg_catalog.clock_timestamp()
