-- What some roles are and may in a schema: a row for each role that is there, for LOGIN, for what
-- it owns and for each right that was granted to it.
-- For: migrator.
SELECT r.rolname AS role, 'exists' AS what
FROM pg_catalog.pg_roles r
WHERE r.rolname OPERATOR(pg_catalog.=) ANY (?::pg_catalog.text[]::pg_catalog.name[])
UNION ALL
SELECT r.rolname, 'LOGIN'
FROM pg_catalog.pg_roles r
WHERE r.rolcanlogin
  AND r.rolname OPERATOR(pg_catalog.=) ANY (?::pg_catalog.text[]::pg_catalog.name[])
UNION ALL
SELECT r.rolname,
       CASE WHEN a.privilege_type IS NULL THEN pg_catalog.concat('owner of ', o.named)
            ELSE pg_catalog.concat(a.privilege_type, ' ON ', o.named) END
FROM (SELECT 'schema' AS named, s.nspowner AS owner, s.nspacl AS acl, s.oid AS space
      FROM pg_catalog.pg_namespace s
      UNION ALL
      SELECT pg_catalog.concat(CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END,
                               c.relname),
             c.relowner, c.relacl, c.relnamespace
      FROM pg_catalog.pg_class c
      WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p', 'v', 'm', 'f', 'S']::"char"[])
      UNION ALL
      SELECT pg_catalog.concat('COLUMN ', c.relname, '.', k.attname), 0, k.attacl, c.relnamespace
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_attribute k ON k.attrelid OPERATOR(pg_catalog.=) c.oid
      WHERE k.attacl IS NOT NULL
      UNION ALL
      SELECT pg_catalog.concat(CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END,
                               p.proname),
             p.proowner, p.proacl, p.pronamespace
      FROM pg_catalog.pg_proc p
      UNION ALL
      SELECT pg_catalog.concat('TYPE ', t.typname), t.typowner, t.typacl, t.typnamespace
      FROM pg_catalog.pg_type t
      LEFT JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) t.typrelid
      WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_type e
                        WHERE e.typarray OPERATOR(pg_catalog.=) t.oid)
        AND coalesce(c.relkind, 'c') OPERATOR(pg_catalog.=) 'c') AS o
JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) o.space
CROSS JOIN LATERAL (
  SELECT x.grantee, x.privilege_type FROM pg_catalog.aclexplode(o.acl) AS x
  WHERE x.grantee OPERATOR(pg_catalog.<>) o.owner
  UNION ALL
  SELECT o.owner, NULL) AS a
JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) a.grantee
WHERE n.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name
  AND r.rolname OPERATOR(pg_catalog.=) ANY (?::pg_catalog.text[]::pg_catalog.name[])
