-- The cursor at the beginning of the window that begins where its own ends, and ends with a
-- snapshot.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.following_window(p_cursor awa.lane_cursor, p_now pg_snapshot)
RETURNS awa.lane_cursor
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  v_cursor awa.lane_cursor := p_cursor;
BEGIN
  v_cursor.lo := p_cursor.hi;
  v_cursor.hi := p_now;
  v_cursor.pos_xid := '0';
  v_cursor.pos_job_id := 0;
  RETURN v_cursor;
END
$function$;
