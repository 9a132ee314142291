-- Part of a script: makes the roles that are not there, and becomes v_owner for the rest of it. Who
-- may create roles is no member of theirs by itself: it becomes one for a moment.
-- For: migrator.
  v_path    text := pg_catalog.current_setting('search_path');
  v_before  text := pg_catalog.current_setting('role');
  v_joined  boolean;
  v_role    text;
  v_change  text;
BEGIN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  FOREACH v_role IN ARRAY v_roles LOOP
    IF to_regrole(quote_ident(v_role)) IS NULL THEN
      EXECUTE format('CREATE ROLE %I', v_role);
    END IF;
    IF v_login AND EXISTS (SELECT FROM pg_roles r
                           WHERE r.rolname = v_role AND NOT r.rolcanlogin) THEN
      EXECUTE format('ALTER ROLE %I LOGIN', v_role);
    END IF;
  END LOOP;
  v_joined := NOT pg_has_role(v_owner, CASE WHEN current_setting('server_version_num')::int < 160000
                                            THEN 'MEMBER' ELSE 'SET' END);
  IF v_joined THEN
    EXECUTE format('GRANT %I TO CURRENT_USER', v_owner);
  END IF;
