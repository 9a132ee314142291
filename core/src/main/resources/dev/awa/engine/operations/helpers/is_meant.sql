-- Whether a filter means a job that was found, and whether it is in the state in which it seemed
-- to be. Index: ready_by_lane; see awa.job_outside_logs.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_meant(p_filter awa.job_filter, p_job awa.meant_job)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_run  awa.ready_entries;
  v_look awa.look;
  v_job  awa.jobs;
BEGIN
  IF p_job.lane IS NULL THEN
    SELECT o.* INTO v_job FROM awa.job_outside_logs(p_job.job_id) AS o;
  ELSE
    SELECT e.* INTO v_run
    FROM awa.ready_entries e
    WHERE e.slot = p_job.slot AND e.lane = p_job.lane AND e.xid = p_job.xid
      AND e.job_id = p_job.job_id AND e.run_no = p_job.run_no;
    v_look := awa.look_into(p_filter, v_run);
    IF v_look.carries THEN
      SELECT j.* INTO v_job FROM awa.job_of_run(v_run, awa.claim_of(v_run)) AS j;
    END IF;
  END IF;
  RETURN coalesce(v_job.state = p_job.state AND awa.matches(p_filter, v_job), false);
END
$function$;
