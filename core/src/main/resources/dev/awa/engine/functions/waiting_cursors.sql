-- The cursors of those lanes of a queue (NULL: of all queues) behind which something may wait.
CREATE OR REPLACE FUNCTION awa.waiting_cursors(p_queue text, p_slots awa.live_slots) RETURNS awa.lane_cursor[]
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_lanes integer[] := ARRAY(SELECT l.lane FROM awa.lanes l WHERE p_queue IS NULL OR l.queue = p_queue);
BEGIN
  RETURN ARRAY(SELECT awa.cursor_of(l, p_slots) FROM awa.stirred_lanes(v_lanes, p_slots, p_slots) AS l);
END
$function$;
