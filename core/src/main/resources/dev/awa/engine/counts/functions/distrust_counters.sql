-- Trigger of the tables of jobs, and of storage_state: after a TRUNCATE nobody knows how many jobs
-- are gone from where, after a restore of the data nobody knows which were counted twice; counts
-- scan until the counters are rebuilt.
-- For: migrator.
CREATE OR REPLACE FUNCTION awa.distrust_counters() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  IF current_setting('session_replication_role') <> 'replica' OR NOT awa.applies_changes() THEN
    UPDATE awa.storage_state SET counters_trusted_at = NULL;
  END IF;
  RETURN NULL;
END
$function$;
