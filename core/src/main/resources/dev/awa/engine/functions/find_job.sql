-- One job as awa.jobs shows it, without a walk over the claims of other lanes. Index: ready_by_job, primary keys.
CREATE OR REPLACE FUNCTION awa.find_job(p_id bigint) RETURNS SETOF awa.jobs
LANGUAGE sql STABLE ROWS 1
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $function$
  SELECT * FROM awa.jobs j WHERE j.id = p_id ORDER BY j.run_lease DESC LIMIT 1;
$function$;
