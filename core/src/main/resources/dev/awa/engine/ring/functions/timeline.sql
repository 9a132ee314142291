-- The timeline of the server: another one when a replica has taken over, which may have lost the
-- last commits. A service that does not tell has one storage for all its servers, or does not tell
-- its failovers: 'unknown', always.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.timeline() RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN left(pg_walfile_name(pg_current_wal_lsn()), 8);
EXCEPTION WHEN feature_not_supported OR insufficient_privilege OR undefined_function THEN
  RETURN 'unknown';
END
$function$;
