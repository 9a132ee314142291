-- Buries the run of a job that waits in the ready log: appends a tombstone, which claims pass by.
-- Answers where the run lies, and its lane; NULLs when it did not bury it: the cursor has passed
-- the run, or the run has a tombstone. The row itself is not answered: a row that is handed on is
-- read as a whole, and of some rows parts can't be read. The stripe's lock, which makes a claim
-- and this take turns, is waited for as long as lock_timeout says. The caller calls
-- awa.pass_tombstones at the end.
--
-- Lock order: stripe, claims, ready. Index: see awa.newest_run.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.bury_waiting(
  p_job_id bigint, OUT slot smallint, OUT xid xid8, OUT run_no integer, OUT lane awa.lanes
)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off AS $function$
DECLARE
  v_run  awa.ready_entries;
  v_lane awa.lanes;
  v_at   awa.lane_cursor;
BEGIN
  PERFORM awa.require_read_committed('a change of what waits');
  v_run := awa.newest_run(p_job_id);
  IF v_run.job_id IS NULL THEN
    RETURN;
  END IF;
  SELECT l.* INTO v_lane FROM awa.lanes l WHERE l.lane = v_run.lane;
  PERFORM awa.lock_or_refuse(awa.stripe_lock(v_lane.queue, v_lane.stripe),
                             format('stripe %s of queue "%s"', v_lane.stripe, v_lane.queue));
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_at := awa.cursor_of(v_lane, awa.live_slots());
  IF awa.has_passed(v_at.lo, v_at.hi, v_at.pos_xid, v_at.pos_job_id, v_run.xid, v_run.job_id) THEN
    RETURN;
  END IF;
  -- the row may have been carried, or its segment pruned, since it was found
  SELECT e.* INTO v_run
  FROM awa.ready_entries e
  WHERE e.lane = v_run.lane AND e.xid = v_run.xid AND e.job_id = v_run.job_id
    AND e.run_no = v_run.run_no;
  IF NOT FOUND OR awa.has_tombstone(v_run.slot, v_run.lane, v_run.job_id, v_run.run_no) THEN
    RETURN;
  END IF;
  INSERT INTO awa.ready_tombstones (slot, lane, job_id, run_no)
  VALUES (v_run.slot, v_run.lane, v_run.job_id, v_run.run_no);
  -- in any case, so that a count at work is waited for, or waits (awa.count_waiting)
  UPDATE awa.lane_counts k
  SET waiting = k.waiting - CASE WHEN pg_visible_in_snapshot(v_run.xid, k.upto) THEN 1 ELSE 0 END
  WHERE k.lane = v_run.lane;
  slot := v_run.slot;
  xid := v_run.xid;
  run_no := v_run.run_no;
  lane := v_lane;
END
$function$;
