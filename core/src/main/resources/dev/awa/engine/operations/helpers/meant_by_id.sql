-- Those of some jobs that a filter means and that are in one of some states, in the order in which
-- they are named. Each is looked up by itself, so it may be anywhere. Index: see
-- awa.job_as_of_now.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.meant_by_id(
  p_filter awa.job_filter, p_states text[], p_ids bigint[]
) RETURNS awa.meant_job[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $function$
DECLARE
  v_meant awa.meant_job[] := '{}';
  v_id    bigint;
  v_run   awa.ready_entries;
  v_job   awa.jobs;
BEGIN
  FOREACH v_id IN ARRAY p_ids LOOP
    v_run := NULL;
    SELECT o.* INTO v_job FROM awa.job_outside_logs(v_id) AS o;
    IF NOT FOUND THEN
      v_run := awa.newest_run(v_id);
      SELECT j.* INTO v_job FROM awa.job_of_run(v_run, awa.claim_of(v_run)) AS j;
    END IF;
    IF v_job.state = ANY (p_states) AND awa.matches(p_filter, v_job) THEN
      IF v_job.state = 'running' THEN
        v_run := NULL; -- its claim tells where it is
      END IF;
      v_meant := v_meant || ROW(v_id, v_job.state, v_run.slot, v_run.lane, v_run.run_no,
                                v_run.xid)::awa.meant_job;
    END IF;
  END LOOP;
  RETURN v_meant;
END
$function$;
