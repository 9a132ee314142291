-- The cursor with the bounds of its scan filled in: late transactions, slots, and the tombstones
-- there (looked up again only when the slots have changed).
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.with_scan_bounds(p_cursor awa.lane_cursor, p_slots awa.live_slots)
RETURNS awa.lane_cursor
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_cursor awa.lane_cursor := p_cursor;
BEGIN
  v_cursor.late := awa.late_in(p_cursor);
  v_cursor.slots := awa.slots_since(
    p_slots, coalesce(v_cursor.late[1], greatest(p_cursor.pos_xid, pg_snapshot_xmax(p_cursor.lo))));
  IF v_cursor.slots IS DISTINCT FROM p_cursor.slots THEN
    v_cursor.tombstoned := awa.tombstones_in(p_cursor.lane, v_cursor.slots);
  END IF;
  RETURN v_cursor;
END
$function$;
