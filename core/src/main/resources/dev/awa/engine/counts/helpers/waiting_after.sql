-- How many runs wait after the base of a count, as of now; no more than p_limit are counted (NULL:
-- all). p_slots: the live ones, as of the same snapshot. Counts index entries: the two windows of
-- the base together are what is visible now and not in lo, after the position. What lo does not see
-- is no older than its xmin, so slots of older segments are not looked into. Index: ready_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.waiting_after(
  p_base awa.lane_cursor, p_slots awa.live_slots, p_limit bigint
) RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_now    pg_snapshot := pg_current_snapshot();
  v_slots  awa.live_slots := awa.slots_since(p_slots, pg_snapshot_xmin(p_base.lo));
  v_tombstoned bigint[] := awa.tombstones_in(p_base.lane, v_slots);
BEGIN
  RETURN (
    SELECT count(*)
    FROM (SELECT
          FROM awa.ready_entries e
          WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot
                 OR e.slot <= v_slots.wrap_slot) AND e.lane = p_base.lane
            AND e.xid >= pg_snapshot_xmin(p_base.lo)
            AND pg_visible_in_snapshot(e.xid, v_now)
            AND NOT pg_visible_in_snapshot(e.xid, p_base.lo)
            AND NOT (coalesce(e.job_id = ANY (v_tombstoned), true)
                     AND awa.has_tombstone(e.slot, e.lane, e.job_id, e.run_no))
            AND (NOT pg_visible_in_snapshot(e.xid, p_base.hi)
                 OR (e.xid, e.job_id) > (p_base.pos_xid, p_base.pos_job_id))
          LIMIT p_limit) AS e);
END
$function$;
