-- What is set of kinds, of all of which something is, or of the one that is named. Reads a small
-- table as a whole.
-- For: reader, operator, worker.
SELECT k.name, awa.kind_settings(k)::pg_catalog.text AS settings
FROM awa.kinds k
WHERE k.name OPERATOR(pg_catalog.=) coalesce(?, k.name)
  AND (k.keep_failed IS NOT NULL OR k.keep_dead_letters IS NOT NULL)
ORDER BY k.name
