-- Moves the cursor of a lane past the runs with a tombstone that come next in it: appends a claim
-- without members, which has its position right before the first run without one or, where there is
-- none, behind all that is visible now. Nothing where none come next. So whoever looks for the next
-- run of a lane finds no tombstones before it, however many were cancelled: whoever appends
-- tombstones calls this, and a claim after which some come next. What it walks over nobody walks
-- over again.
--
-- The caller holds the stripe and the claim log. Index: ready_by_lane, claims_by_lane,
-- tombstones_by_lane.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.pass_tombstones(p_lane awa.lanes) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_now   pg_snapshot := awa.others_snapshot();
  v_slots awa.live_slots := awa.live_slots(); -- after the snapshot: see awa.claim
  v_at    awa.lane_cursor := awa.cursor_of(p_lane, v_slots);
  v_all   awa.lane_cursor;
  v_first awa.lane_head; -- the next run, with or without a tombstone
  v_head  awa.lane_head; -- the next run without one
BEGIN
  IF NOT awa.is_finished(v_at) THEN
    v_at := awa.with_scan_bounds(v_at, v_slots);
    v_all := v_at;
    v_all.tombstoned := '{}';
    v_first := awa.window_head(v_all);
    v_head := awa.window_head(v_at);
  END IF;
  IF v_head.xid IS NULL THEN
    v_at := awa.with_scan_bounds(awa.following_window(v_at, v_now), v_slots);
    v_all := v_at;
    v_all.tombstoned := '{}';
    v_first := CASE WHEN v_first.xid IS NULL THEN awa.window_head(v_all) ELSE v_first END;
    v_head := awa.window_head(v_at);
  END IF;
  IF v_first.xid IS NULL OR (v_first.xid = v_head.xid AND v_first.job_id = v_head.job_id) THEN
    RETURN;
  END IF;
  INSERT INTO awa.claims (
    slot, lane, claim_no, worker_id, nonce, lo, hi, pos_xid, pos_job_id, xid_min, taken, members)
  SELECT awa.current_slot(), p_lane.lane, v_at.claim_no + 1, 0, 0, v_at.lo, v_at.hi, p.xid,
         p.job_id, p.xid, v_at.taken, '{}'
  FROM (SELECT coalesce(v_head.xid, pg_snapshot_xmax(v_at.hi)) AS xid,
        coalesce(v_head.job_id - 1, 0) AS job_id) AS p;
END
$function$;
