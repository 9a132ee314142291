-- How a migration ends: the second half of the block that migration_begins.sql begins. Who did not
-- let go of what it waited for is named as awa.name_transactions does, where that is there:
-- transactions that have used the schema, or migrate it, for longer than 5 s.
-- For: migrator.
  INSERT INTO awa.schema_history (version, name, checksum)
  SELECT n, v_names[n], v_checksums[n] FROM generate_series(1, v_to) AS n
  ON CONFLICT (version) DO NOTHING;
  INSERT INTO awa.schema_history (
    version, name, checksum)
  VALUES (0, 'server functions', v_functions)
  ON CONFLICT (version)
  DO UPDATE SET name = EXCLUDED.name, checksum = EXCLUDED.checksum, applied_at = clock_timestamp();
  PERFORM awa.make_missing_rows();

  PERFORM set_config('lock_timeout', v_patience, true),
          set_config('check_function_bodies', v_bodies, true),
          set_config('default_tablespace', v_tablespace, true),
          set_config('search_path', v_path, true);
EXCEPTION WHEN lock_not_available THEN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  v_who := ARRAY(
    SELECT l.virtualtransaction
    FROM pg_locks l
    LEFT JOIN pg_class c ON l.locktype = 'relation' AND c.oid = l.relation
                        AND c.relnamespace = to_regnamespace(quote_ident(v_schema))
    LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND (c.oid IS NOT NULL
           OR l.locktype = 'advisory' AND l.objsubid = 1
              AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('awa.migrations '
                                                                                 || v_schema, 0))
      AND coalesce(a.xact_start < clock_timestamp() - interval '5 seconds', true));
  IF v_who <> '{}' AND to_regprocedure('awa.name_transactions(text[])') IS NOT NULL THEN
    v_who := ARRAY[awa.name_transactions(v_who)];
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'lock_not_available',
    MESSAGE = format('schema "%s" is used by %s', v_schema,
                     coalesce(nullif(array_to_string(v_who, ', '), ''),
                              'somebody who has ended since')),
    HINT = 'Nothing was done. Try again when that is over.';
END
