-- Indexes of the schema that PostgreSQL does not use.
SELECT i.relname AS name, t.relname AS table_name
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = ? AND NOT (x.indisvalid AND x.indisready AND x.indislive)
ORDER BY t.relname, i.relname
LIMIT 100
