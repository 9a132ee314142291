-- Part of a script: ends what roles_begin.sql has begun, and tells what the old owner needs now.
-- For: migrator.
  PERFORM set_config('role', v_before, true);
  IF v_joined THEN
    EXECUTE format(v_leave, v_owner);
  END IF;
  IF v_old <> v_owner AND NOT pg_has_role(v_old, v_owner, 'USAGE') THEN
    RAISE NOTICE '%', format('role %I owned schema %I and may do nothing in it any more. If it'
                             ' still works there: GRANT %s TO %I', v_old, v_schema, v_grant, v_old);
  END IF;
  PERFORM set_config('lock_timeout', v_wait, true);
  PERFORM set_config('search_path', v_path, true);
END
