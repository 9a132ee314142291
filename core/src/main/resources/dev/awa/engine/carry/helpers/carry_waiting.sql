-- Copies the runs of a slot that wait behind their lanes' cursors into the carry partition, under
-- the xid and job id that are their place in the lane. Answers how many. p_unreadable: jobs that
-- are copied without what can't be read of them (awa.read_job). Index: ready_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.carry_waiting(p_slot smallint, p_unreadable bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_cursor awa.lane_cursor;
  v_all    awa.live_slots;
  v_lane   awa.lanes;
  v_moved  bigint := 0;
  v_some   bigint;
  -- whether a run of the lane has a tombstone there; one that comes later is seen under the locks
  v_graves boolean;
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_all := awa.live_slots();
  FOR v_lane IN
    SELECT l.*
    FROM awa.lanes l
    WHERE l.lane IN (SELECT awa.lanes_waiting_in(p_slot, NULL)) LOOP
    v_cursor := awa.cursor_of(v_lane, v_all);
    v_graves := EXISTS (SELECT FROM awa.ready_tombstones t
                        WHERE t.slot = p_slot AND t.lane = v_lane.lane);
    INSERT INTO awa.ready_entries (
      slot, xid, job_id, ready_at, lane, run_no, attempt, max_attempts, kind, args, ext)
    SELECT -1, e.xid, e.job_id, e.ready_at, e.lane, e.run_no, e.attempt, e.max_attempts,
           CASE WHEN e.job_id = ANY (p_unreadable) THEN (awa.read_job(e.kind, e.args, e.ext)).kind
                ELSE e.kind END,
           CASE WHEN e.job_id = ANY (p_unreadable) THEN (awa.read_job(e.kind, e.args, e.ext)).args
                ELSE e.args END,
           CASE WHEN e.job_id = ANY (p_unreadable) THEN (awa.read_job(e.kind, e.args, e.ext)).ext
                ELSE e.ext END
    FROM awa.ready_entries e
    WHERE e.slot = p_slot AND e.lane = v_lane.lane
      AND e.xid >= pg_snapshot_xmin(v_cursor.lo)
      AND NOT pg_visible_in_snapshot(e.xid, v_cursor.lo)
      AND NOT (v_graves AND awa.has_tombstone(e.slot, e.lane, e.job_id, e.run_no))
      AND (NOT pg_visible_in_snapshot(e.xid, v_cursor.hi)
           OR (e.xid, e.job_id) > (v_cursor.pos_xid, v_cursor.pos_job_id));
    GET DIAGNOSTICS v_some = ROW_COUNT;
    v_moved := v_moved + v_some;
  END LOOP;
  RETURN v_moved;
END
$function$;
