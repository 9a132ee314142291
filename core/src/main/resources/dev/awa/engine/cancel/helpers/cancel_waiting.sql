-- Cancels a job whose run waits in the ready log: appends a tombstone, which claims pass by, and
-- keeps the job among the cancelled ones, without what can't be read of it (awa.read_job). The
-- stripe's lock makes a claim and this take turns; it is waited for as long as lock_timeout says.
-- Answers whether it did: a run that the cursor has passed, or that has a tombstone, is left alone.
--
-- Lock order: stripe, claims, ready, then the rest. Index: see awa.newest_run.
CREATE OR REPLACE FUNCTION awa.cancel_waiting(p_job_id bigint, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off AS $function$
DECLARE
  v_run   awa.ready_entries;
  v_lane  awa.lanes;
  v_slots awa.live_slots;
  v_at    awa.lane_cursor;
  v_read  record;
BEGIN
  PERFORM awa.require_read_committed('a cancellation');
  v_run := awa.newest_run(p_job_id);
  IF v_run.job_id IS NULL THEN
    RETURN false;
  END IF;
  SELECT l.* INTO v_lane FROM awa.lanes l WHERE l.lane = v_run.lane;
  PERFORM awa.lock_or_refuse(awa.stripe_lock(v_lane.queue, v_lane.stripe),
                             format('stripe %s of queue "%s"', v_lane.stripe, v_lane.queue));
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  v_at := awa.cursor_of(v_lane, v_slots);
  IF awa.has_passed(v_at.lo, v_at.hi, v_at.pos_xid, v_at.pos_job_id, v_run.xid, v_run.job_id) THEN
    RETURN false;
  END IF;
  -- the row may have been carried, or its segment pruned, since it was found
  SELECT e.* INTO v_run
  FROM awa.ready_entries e
  WHERE e.lane = v_run.lane AND e.xid = v_run.xid AND e.job_id = v_run.job_id
    AND e.run_no = v_run.run_no;
  IF NOT FOUND OR awa.has_tombstone(v_run.slot, v_run.lane, v_run.job_id, v_run.run_no) THEN
    RETURN false;
  END IF;
  INSERT INTO awa.ready_tombstones (slot, lane, job_id, run_no)
  VALUES (v_run.slot, v_run.lane, v_run.job_id, v_run.run_no);
  -- in any case, so that a count at work is waited for, or waits (awa.count_waiting)
  UPDATE awa.lane_counts k
  SET waiting = k.waiting - CASE WHEN pg_visible_in_snapshot(v_run.xid, k.upto) THEN 1 ELSE 0 END
  WHERE k.lane = v_run.lane;
  SELECT * INTO v_read FROM awa.read_job(v_run.kind, v_run.args, v_run.ext);
  PERFORM awa.keep_cancelled(v_run.job_id, v_run.lane, v_run.run_no, v_run.attempt,
                             v_run.max_attempts, v_read.kind,
                             v_read.args, awa.as_object(v_read.ext), v_run.ready_at, p_reason);
  PERFORM awa.pass_tombstones(v_lane);
  RETURN true;
END
$function$;
