-- How a migration begins, as the first half of a DO block. Before it stand v_schema, v_from and
-- v_to (the versions that it goes from and to), v_names and v_checksums (of the migrations 1 to
-- v_to), v_revision and v_functions (revision and checksum of the functions); see MigrationScript.
-- Here: its settings, which are the transaction's until migration_ends.sql gives those of before
-- back, for the transaction may be of somebody else who goes on; then whether it fits what is
-- there.
--
-- Refuses with AW007 a database that is not of UTF8, and a schema of another version than v_from,
-- of other migrations, or with functions of a newer library. A schema that was restored without its
-- rows is taken for what its functions say.
--
-- Waits a minute for another migration, and from then on 10 s for each lock: everybody queues up
-- behind a table that is waited for. Then raises 55P03 and names who uses the schema
-- (migration_ends.sql). Lock order: the lock of the migrator first.
-- For: migrator.
  v_path       pg_catalog.text := pg_catalog.current_setting('search_path');
  v_patience   pg_catalog.text := pg_catalog.current_setting('lock_timeout');
  v_bodies     pg_catalog.text := pg_catalog.current_setting('check_function_bodies');
  v_tablespace pg_catalog.text := pg_catalog.current_setting('default_tablespace');
  v_found      integer := 0;
  v_rowless    boolean := false;
  v_other      integer;
  v_who        text[];
BEGIN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  PERFORM set_config('lock_timeout', '1min', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('awa.migrations ' || v_schema, 0));
  PERFORM set_config('lock_timeout', '10s', true), set_config('check_function_bodies', 'off', true);
  -- The server refuses to make a partitioned table when the database's own tablespace is named, and
  -- takes that one when none is.
  PERFORM set_config('default_tablespace', '', true)
  FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
  WHERE d.datname = current_database() AND t.spcname = v_tablespace;

  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION USING
      ERRCODE = 'AW007',
      MESSAGE = format('the database "%s" has the encoding %s, in which not every job can be '
                       'stored', current_database(), current_setting('server_encoding')),
      HINT = 'Make the queue in a database of UTF8: '
             'CREATE DATABASE ... ENCODING ''UTF8'' TEMPLATE template0.';
  END IF;

  IF to_regclass('awa.schema_history') IS NULL THEN
    IF to_regnamespace(quote_ident(v_schema)) IS NULL THEN
      EXECUTE format('CREATE SCHEMA %I', v_schema);
    END IF;
    CREATE TABLE awa.schema_history (
      version    integer     PRIMARY KEY,
      name       text        NOT NULL,
      checksum   text        NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    COMMENT ON TABLE awa.schema_history IS
      'One row a migration; version 0 is the set of server functions and views.';
  ELSE
    v_found := (SELECT max(h.version) FROM awa.schema_history h);
    v_rowless := v_found IS NULL;
    IF v_rowless AND to_regprocedure('awa.schema_version()') IS NOT NULL THEN
      v_found := awa.schema_version();
    END IF;
  END IF;

  IF v_found IS DISTINCT FROM v_from AND NOT (v_rowless AND v_found IS NOT DISTINCT FROM v_to) THEN
    RAISE EXCEPTION USING
      ERRCODE = 'AW007',
      MESSAGE = format('schema "%s" is at version %s; this script is for %s', v_schema,
                       coalesce(v_found::text, 'unknown'),
                       CASE v_from
                         WHEN 0 THEN 'a database without that queue'
                         ELSE format('version %s', v_from) END),
      HINT = CASE WHEN v_found < v_to
                  THEN format('Make the script for version %s, or let it be found out: awa '
                              'migrate.', v_found)
                  WHEN v_found >= v_to
                  THEN 'Nothing is left to do for this script.'
                  ELSE 'Its tables came without their rows, and without its functions: drop the '
                       'schema and make it anew.' END;
  END IF;
  SELECT h.version INTO v_other
  FROM awa.schema_history h
  WHERE h.version > 0 AND h.checksum <> v_checksums[h.version]
  ORDER BY h.version
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING
      ERRCODE = 'AW007',
      MESSAGE = format('schema "%s": migration %s was applied with another text than this script '
                       'has', v_schema, v_other),
      HINT = 'It was applied by a build that was never released, or by hand: make the queue anew '
             'in another schema.';
  END IF;
  IF EXISTS (SELECT FROM awa.schema_history h
             WHERE h.version = 0 AND split_part(h.checksum, ':', 1)::integer > v_revision) THEN
    RAISE EXCEPTION USING
      ERRCODE = 'AW007',
      MESSAGE = format('schema "%s" has the functions of a newer library than this script',
                       v_schema),
      HINT = 'Nothing is left to do for this script.';
  END IF;

  IF v_found < v_to THEN
