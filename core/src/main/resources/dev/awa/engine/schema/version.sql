-- The version of the tables that the functions which are there belong to: what awa.schema_version
-- answers, which is not called, for it may be missing; then no row.
-- For: migrator.
SELECT substring(p.prosrc FROM '[0-9]+')::integer
FROM pg_proc p
WHERE p.oid = to_regprocedure('awa.schema_version()')
