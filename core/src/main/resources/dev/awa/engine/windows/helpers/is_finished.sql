-- Whether a lane has given out all that its cursor's window holds: a claim that finishes its window
-- has its position behind it.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_finished(p_cursor awa.lane_cursor) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $function$
  SELECT p_cursor.pos_xid >= pg_snapshot_xmax(p_cursor.hi);
$function$;
