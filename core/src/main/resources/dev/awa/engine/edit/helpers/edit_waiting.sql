-- Changes a job whose run waits in the ready log: buries the run (awa.bury_waiting) and appends the
-- one that takes its place, with the next number and as many attempts behind it; or a deferred job,
-- where it is to run later. All of it or nothing, and the stripe is held until the end, so nobody
-- sees the job twice or not at all: OneLiveRun, NoLoss. Answers whether it did: a run that the
-- cursor has passed, or that has a tombstone, is left alone. A row that can't be read makes it
-- fail. One that is in none of p_queues is refused (awa.refuse_foreign).
--
-- Lock order: stripe, claims, ready, then the rest. Index: see awa.newest_run.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.edit_waiting(
  p_job_id bigint, p_change awa.job_change, p_queues text[]
) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off AS $function$
DECLARE
  v_buried record;
  v_run    awa.ready_entries;
BEGIN
  SELECT b.* INTO v_buried FROM awa.bury_waiting(p_job_id) AS b;
  IF v_buried.slot IS NULL THEN
    RETURN false;
  END IF;
  PERFORM awa.refuse_foreign(p_job_id, (v_buried.lane).queue, p_queues);
  SELECT e.* INTO v_run
  FROM awa.ready_entries e
  WHERE e.slot = v_buried.slot AND e.lane = (v_buried.lane).lane AND e.xid = v_buried.xid
    AND e.job_id = p_job_id AND e.run_no = v_buried.run_no;
  PERFORM awa.append_changed(v_run, v_buried.lane, p_change);
  PERFORM awa.pass_tombstones(v_buried.lane);
  RETURN true;
END
$function$;
