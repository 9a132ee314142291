-- Whether the schema holds an Awa queue, and whether there is a schema of that name at all.
SELECT pg_catalog.to_regclass('awa.schema_history') IS NOT NULL,
       EXISTS (SELECT FROM pg_catalog.pg_namespace s WHERE s.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name)
