-- The roles that own a schema, or something in it, and would lose that to a new owner: no
-- superuser, and no member of the new owner.
-- For: migrator.
SELECT r.rolname
FROM pg_catalog.pg_roles r
JOIN pg_catalog.pg_namespace s ON s.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name
WHERE (r.oid OPERATOR(pg_catalog.=) s.nspowner
       OR EXISTS (SELECT FROM pg_catalog.pg_class c
                  WHERE c.relnamespace OPERATOR(pg_catalog.=) s.oid
                    AND c.relowner OPERATOR(pg_catalog.=) r.oid)
       OR EXISTS (SELECT FROM pg_catalog.pg_proc p
                  WHERE p.pronamespace OPERATOR(pg_catalog.=) s.oid
                    AND p.proowner OPERATOR(pg_catalog.=) r.oid))
  AND NOT r.rolsuper
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles m
                  WHERE m.rolname OPERATOR(pg_catalog.=) ?::pg_catalog.name
                    AND pg_catalog.pg_has_role(r.oid, m.oid, 'USAGE'))
