-- One job in the snapshot of its caller's statement, so that one that moves meanwhile is found in
-- one place. It is outside of the logs, or its newest run tells where it is. Index: primary keys;
-- see awa.newest_run.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.job_as_of_now(p_id bigint) RETURNS SETOF awa.jobs
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $function$
DECLARE
  v_run awa.ready_entries;
BEGIN
  RETURN QUERY SELECT * FROM awa.job_outside_logs(p_id);
  IF FOUND THEN
    RETURN;
  END IF;
  v_run := awa.newest_run(p_id);
  RETURN QUERY SELECT * FROM awa.job_of_run(v_run, awa.claim_of(v_run));
END
$function$;
