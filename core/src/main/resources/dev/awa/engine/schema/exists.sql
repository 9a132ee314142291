-- Whether the schema holds an Awa queue.
-- For: reader, operator, worker.
SELECT pg_catalog.to_regclass('awa.schema_history') IS NOT NULL
