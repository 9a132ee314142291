-- Cancels a job whose run waits in the ready log: buries the run (awa.bury_waiting), and keeps the
-- job among the cancelled ones, without what can't be read of it (awa.read_job). Answers whether it
-- did: a run that the cursor has passed, or that has a tombstone, is left alone.
--
-- Lock order: stripe, claims, ready, then the rest. Index: see awa.newest_run.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.cancel_waiting(p_job_id bigint, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off AS $function$
DECLARE
  v_buried record;
  v_run    awa.ready_entries;
  v_read   record;
BEGIN
  SELECT b.* INTO v_buried FROM awa.bury_waiting(p_job_id) AS b;
  IF v_buried.slot IS NULL THEN
    RETURN false;
  END IF;
  SELECT e.* INTO v_run
  FROM awa.ready_entries e
  WHERE e.slot = v_buried.slot AND e.lane = (v_buried.lane).lane AND e.xid = v_buried.xid
    AND e.job_id = p_job_id AND e.run_no = v_buried.run_no;
  SELECT * INTO v_read FROM awa.read_job(v_run.kind, v_run.args, v_run.ext);
  PERFORM awa.keep_cancelled(v_run.job_id, v_run.lane, v_run.run_no, v_run.attempt,
                             v_run.max_attempts, v_read.kind,
                             v_read.args, awa.as_object(v_read.ext), v_run.ready_at, p_reason);
  PERFORM awa.pass_tombstones(v_buried.lane);
  RETURN true;
END
$function$;
