-- Part of a script: ends what roles_begin.sql has begun.
-- For: migrator.
  PERFORM set_config('role', v_before, true);
  IF v_joined THEN
    EXECUTE format('REVOKE %I FROM CURRENT_USER', v_owner);
  END IF;
  PERFORM set_config('search_path', v_path, true);
END
