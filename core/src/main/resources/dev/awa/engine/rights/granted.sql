-- The roles that somebody has granted EXECUTE on a function of a schema to; not its owner.
-- For: migrator.
SELECT DISTINCT r.rolname
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace s ON s.oid OPERATOR(pg_catalog.=) p.pronamespace
CROSS JOIN LATERAL pg_catalog.aclexplode(p.proacl) AS a
JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) a.grantee
WHERE s.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name
  AND p.proname OPERATOR(pg_catalog.=) ?::pg_catalog.name
  AND a.grantee OPERATOR(pg_catalog.<>) p.proowner
ORDER BY r.rolname
