-- How many runs of a lane are waiting behind its cursor, as of a snapshot. Counts index entries: the two windows
-- of the cursor together are what is visible now and not in lo, after the position.
CREATE OR REPLACE FUNCTION awa.lane_depth(p_cursor awa.lane_cursor, p_now pg_snapshot) RETURNS bigint
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_buried bigint[] := awa.buried_in(p_cursor.lane, awa.live_slots());
BEGIN
  RETURN (
    SELECT count(*)
    FROM awa.ready_entries e
    WHERE e.lane = p_cursor.lane
      AND e.xid >= pg_snapshot_xmin(p_cursor.lo)
      AND pg_visible_in_snapshot(e.xid, p_now)
      AND NOT pg_visible_in_snapshot(e.xid, p_cursor.lo)
      AND NOT (e.job_id = ANY (v_buried) AND awa.is_buried(e.lane, e.job_id, e.run_lease))
      AND (NOT pg_visible_in_snapshot(e.xid, p_cursor.hi) OR (e.xid, e.job_id) > (p_cursor.pos_xid, p_cursor.pos_job_id)));
END
$function$;
