-- How a migration ends: the second half of the block that migration_begins.sql begins.
  INSERT INTO awa.schema_history (version, name, checksum)
  SELECT n, v_names[n], v_checksums[n] FROM generate_series(1, v_to) AS n
  ON CONFLICT (version) DO NOTHING;
  INSERT INTO awa.schema_history (version, name, checksum) VALUES (0, 'server functions', v_functions)
  ON CONFLICT (version) DO UPDATE SET name = EXCLUDED.name, checksum = EXCLUDED.checksum, applied_at = clock_timestamp();
  PERFORM awa.make_missing_rows();

  PERFORM set_config('lock_timeout', v_patience, true), set_config('check_function_bodies', v_bodies, true),
          set_config('default_tablespace', v_tablespace, true), set_config('search_path', v_path, true);
END
