-- Appends tombstones for up to p_limit waiting runs of a lane, of one kind or any, and keeps their jobs among the cancelled
-- ones. Answers how many. The caller holds the stripe and the claim log. Index: ready_by_lane.
CREATE OR REPLACE FUNCTION awa.bury_lane(p_lane awa.lanes, p_kind text, p_limit integer, p_reason text) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots := awa.live_slots();
  v_at    awa.lane_cursor := awa.cursor_of(p_lane, v_slots);
  v_n     integer;
BEGIN
  WITH waiting AS MATERIALIZED (
    SELECT e.*
    FROM awa.ready_entries e
    WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot) AND e.lane = p_lane.lane
      AND e.xid >= pg_snapshot_xmin(v_at.lo)
      AND NOT pg_visible_in_snapshot(e.xid, v_at.lo)
      AND (NOT pg_visible_in_snapshot(e.xid, v_at.hi) OR (e.xid, e.job_id) > (v_at.pos_xid, v_at.pos_job_id))
      AND (p_kind IS NULL OR e.kind = p_kind)
      AND NOT awa.is_buried(e.slot, e.lane, e.job_id, e.run_lease)
    ORDER BY e.xid, e.job_id
    LIMIT p_limit
  ), buried AS (
    INSERT INTO awa.ready_tombstones (slot, lane, job_id, run_lease)
    SELECT w.slot, w.lane, w.job_id, w.run_lease FROM waiting w
  ), uncounted AS (
    UPDATE awa.lane_counts k
    SET waiting = k.waiting - (SELECT count(*) FROM waiting w WHERE pg_visible_in_snapshot(w.xid, k.upto))
    WHERE k.lane = p_lane.lane
  )
  SELECT count(*) INTO v_n
  FROM waiting w
  CROSS JOIN LATERAL awa.keep_cancelled(w.job_id, w.lane, w.run_lease, w.attempt, w.max_attempts, w.kind, w.args,
                                        awa.as_object(w.ext), w.ready_at, p_reason);
  RETURN v_n;
END
$function$;
