-- Part of a script: gives a schema and all that is in it to v_owner; makes the schema where there
-- is none. Sequences of columns go with their tables. What is the owner's already stays untouched.
-- For: migrator.
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = v_schema) THEN
    EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', v_schema, v_owner);
  END IF;
  FOR v_change IN
    SELECT format('ALTER SCHEMA %I OWNER TO %I', n.nspname, v_owner)
    FROM pg_namespace n
    WHERE n.nspname = v_schema AND n.nspowner <> to_regrole(quote_ident(v_owner))
  LOOP
    EXECUTE v_change;
  END LOOP;
  FOR v_change IN
    SELECT format('ALTER %s %I.%I OWNER TO %I',
                  CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE'
                                 WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END,
                  v_schema, c.relname, v_owner)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = v_schema AND c.relkind IN ('r', 'p', 'v', 'S', 'c')
      AND c.relowner <> to_regrole(quote_ident(v_owner))
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND c.relkind = 'S' AND d.deptype IN ('a', 'i'))
    UNION ALL
    SELECT format('ALTER FUNCTION %s OWNER TO %I', p.oid::regprocedure, v_owner)
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = v_schema AND p.proowner <> to_regrole(quote_ident(v_owner))
  LOOP
    EXECUTE v_change;
  END LOOP;
