-- Whether the schema holds an Awa queue.
SELECT to_regclass('awa.schema_history') IS NOT NULL
