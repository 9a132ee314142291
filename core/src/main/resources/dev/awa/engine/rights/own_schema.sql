-- Part of a script: gives a schema and all that is in it to v_owner; makes the schema where there
-- is none. v_old: who had it before. Sequences of columns go with their tables, row types too. What
-- is the owner's already stays untouched, and what an extension has made stays the extension's.
-- Each table is needed alone, and everybody queues up behind a table that is waited for: waits for
-- about 2 s in all, then says who was in the way (55P03).
-- For: migrator.
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = v_schema) THEN
    EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', v_schema, v_owner);
  END IF;
  SELECT pg_get_userbyid(n.nspowner) INTO v_old FROM pg_namespace n WHERE n.nspname = v_schema;
  IF v_old <> v_owner THEN
    EXECUTE format('ALTER SCHEMA %I OWNER TO %I', v_schema, v_owner);
  END IF;
  v_begun := clock_timestamp();
  BEGIN
    FOR v_object, v_change IN
      SELECT c.oid, format('ALTER %s %I.%I OWNER TO %I',
                           CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                          WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'S' THEN 'SEQUENCE'
                                          WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END,
                           v_schema, c.relname, v_owner)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = v_schema AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        AND c.relowner <> to_regrole(quote_ident(v_owner))
        AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
      UNION ALL
      SELECT NULL, format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, v_owner)
      FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = v_schema AND p.proowner <> to_regrole(quote_ident(v_owner))
        AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                          AND d.deptype IN ('e', 'i')) -- 'i': the constructors of a range
      UNION ALL
      SELECT NULL, format('ALTER TYPE %I.%I OWNER TO %I', v_schema, t.typname, v_owner)
      FROM pg_type t
      JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname = v_schema AND t.typtype IN ('b', 'd', 'e', 'r')
        AND t.typowner <> to_regrole(quote_ident(v_owner))
        AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
        AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                          AND d.deptype = 'e')
    LOOP
      PERFORM set_config(
        'lock_timeout',
        greatest(100, 2000 - extract(epoch FROM clock_timestamp() - v_begun) * 1000)::int::text,
        true);
      EXECUTE v_change;
    END LOOP;
    FOR v_change IN -- newer servers give a multirange away with its range, and refuse it alone
      SELECT format('ALTER TYPE %I.%I OWNER TO %I', v_schema, t.typname, v_owner)
      FROM pg_type t
      JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname = v_schema AND t.typtype = 'm'
        AND t.typowner <> to_regrole(quote_ident(v_owner))
        AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                          AND d.deptype = 'e')
    LOOP
      EXECUTE v_change;
    END LOOP;
  EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RAISE EXCEPTION USING
      ERRCODE = 'lock_not_available',
      MESSAGE = format(
        '%s: others use it, and were waited for 2 s at most; nothing was changed. It is used by %s',
        v_change,
        coalesce(
          (SELECT string_agg(u.named, '; ')
           FROM (SELECT DISTINCT CASE
                     WHEN l.pid IS NULL THEN 'a prepared transaction (see pg_prepared_xacts)'
                     ELSE concat_ws(', ', concat('process ', l.pid), concat('role ', a.usename),
                                    nullif(a.application_name, ''), a.state,
                                    concat('in a transaction since ', a.xact_start)) END AS named
                 FROM pg_locks l
                 LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                 WHERE l.relation = v_object AND l.granted
                   AND l.database = (SELECT d.oid FROM pg_database d
                                     WHERE d.datname = current_database())
                   AND l.pid IS DISTINCT FROM pg_backend_pid()) AS u),
          'somebody who is gone by now')),
      HINT = 'Each table is needed alone for a moment, once: wait until these transactions have'
        || ' ended, or end them (SELECT pg_terminate_backend(pid)), and run this again at a quiet'
        || ' time';
  END;
