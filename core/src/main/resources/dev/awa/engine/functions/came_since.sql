-- Whether a slot holds rows of the ready log that a snapshot did not see: a producer that had read the slot's number and
-- then stalled has written after all. Index: ready_by_lane.
CREATE OR REPLACE FUNCTION awa.came_since(p_slot smallint, p_snapshot pg_snapshot) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $function$
DECLARE
  v_now  pg_snapshot := pg_current_snapshot();
  v_only awa.live_slots := ROW(p_slot, p_slot, -2::smallint);
BEGIN
  RETURN EXISTS (
    SELECT FROM awa.lanes l
    WHERE awa.window_head(
      ROW(l.lane, l.priority, 0, p_snapshot, v_now, '0'::xid8, 0, 0, NULL)::awa.lane_cursor, v_only) IS NOT NULL);
END
$function$;
