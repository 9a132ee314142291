-- Part of a script: makes the roles that are not there, and becomes a member of v_owner for a
-- moment: who may create roles is none of theirs by itself. From PostgreSQL 16 on a membership that
-- was there may be one without SET: it gets SET for as long.
-- For: migrator.
  v_path    text := pg_catalog.current_setting('search_path');
  v_before  text := pg_catalog.current_setting('role');
  v_wait    text := pg_catalog.current_setting('lock_timeout');
  v_joined  boolean;
  v_members oid[];
  v_leave   text;
  v_role    text;
  v_old     text;
  v_object  oid;
  v_begun   timestamptz;
  v_change  text;
BEGIN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  PERFORM set_config('lock_timeout', '2s', true);
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
    v_members := ARRAY(SELECT m.grantor FROM pg_auth_members m
                       WHERE m.roleid = to_regrole(quote_ident(v_owner))
                         AND m.member = to_regrole(quote_ident(current_user)));
    EXECUTE format(CASE WHEN current_setting('server_version_num')::int < 160000
                        THEN 'GRANT %I TO CURRENT_USER'
                        ELSE 'GRANT %I TO CURRENT_USER WITH SET TRUE' END, v_owner);
    v_leave := CASE WHEN EXISTS (SELECT FROM pg_auth_members m
                                 WHERE m.roleid = to_regrole(quote_ident(v_owner))
                                   AND m.member = to_regrole(quote_ident(current_user))
                                   AND m.grantor <> ALL (v_members))
                    THEN 'REVOKE %I FROM CURRENT_USER'
                    ELSE 'GRANT %I TO CURRENT_USER WITH SET FALSE' END;
  END IF;
