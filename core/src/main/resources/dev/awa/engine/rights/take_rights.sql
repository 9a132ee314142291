-- Part of a script: takes from v_roles what they were granted in the schema, on what is v_owner's.
-- For: migrator.
  FOR v_change IN
    SELECT format('REVOKE ALL ON %s FROM %s', o.named,
                  string_agg(DISTINCT quote_ident(r.rolname), ', '))
    FROM (SELECT format('SCHEMA %I', n.nspname) AS named, n.nspacl AS acl, n.nspowner AS owner,
                 n.oid AS space
          FROM pg_namespace n
          UNION ALL
          SELECT format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                        v_schema, c.relname),
                 k.acl, c.relowner, c.relnamespace
          FROM pg_class c
          CROSS JOIN LATERAL (SELECT c.relacl AS acl
                              UNION ALL
                              SELECT a.attacl FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL) AS k
          UNION ALL
          SELECT format('ROUTINE %s', p.oid::regprocedure), p.proacl, p.proowner, p.pronamespace
          FROM pg_proc p
          UNION ALL
          SELECT format('TYPE %I.%I', v_schema, t.typname), t.typacl, t.typowner, t.typnamespace
          FROM pg_type t) AS o
    JOIN pg_namespace n ON n.oid = o.space
    CROSS JOIN LATERAL aclexplode(o.acl) AS x
    JOIN pg_roles r ON r.oid = x.grantee
    WHERE n.nspname = v_schema AND o.owner = to_regrole(quote_ident(v_owner))
      AND r.rolname = ANY (v_roles) AND r.rolname <> v_owner
    GROUP BY o.named
  LOOP
    EXECUTE v_change;
  END LOOP;
