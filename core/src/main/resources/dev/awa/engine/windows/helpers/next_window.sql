-- Looks for the next run of a lane, as of a snapshot: in the rest of the cursor's window, then in
-- the window that begins where that one ends, each in those of the slots only in which it can lie.
-- Returns the cursor at the window that has it, with head set to the time at which that run became
-- ready; head is NULL when nothing is ready.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.next_window(
  p_cursor awa.lane_cursor, p_slots awa.live_slots, p_now pg_snapshot
) RETURNS awa.lane_cursor
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_cursor awa.lane_cursor := p_cursor;
BEGIN
  IF NOT awa.is_finished(p_cursor) THEN
    v_cursor := awa.with_scan_bounds(p_cursor, p_slots);
    v_cursor.head := (awa.window_head(v_cursor)).ready_at;
  END IF;
  IF v_cursor.head IS NULL THEN
    v_cursor := awa.with_scan_bounds(awa.following_window(v_cursor, p_now), p_slots);
    v_cursor.head := (awa.window_head(v_cursor)).ready_at;
  END IF;
  RETURN v_cursor;
END
$function$;
