-- One job as awa.jobs shows it, without a walk over the claims of other lanes. Index: ready_by_job, primary keys.
CREATE OR REPLACE FUNCTION awa.find_job(p_id bigint) RETURNS SETOF awa.jobs
LANGUAGE plpgsql STABLE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $function$
BEGIN
  -- planned once a session: to plan the view takes longer than to run it
  RETURN QUERY SELECT * FROM awa.jobs j WHERE j.id = p_id ORDER BY j.run_lease DESC LIMIT 1;
END
$function$;
