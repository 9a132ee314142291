-- Which stripes of the given queues have work, in one read for all of them: nothing is locked or
-- written.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.poll(p_queues text[]) RETURNS TABLE (queue text, stripe smallint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots := awa.live_slots();
  v_now   pg_snapshot := pg_current_snapshot();
  v_lanes integer[] := ARRAY(SELECT l.lane
                             FROM awa.lanes l
                             WHERE l.queue = ANY (p_queues) AND l.retired_at IS NULL);
BEGIN
  RETURN QUERY
    SELECT DISTINCT l.queue, l.stripe
    FROM awa.lanes_maybe_ready(v_lanes, v_slots, v_slots) AS l
    WHERE NOT EXISTS (SELECT FROM awa.queues q
                      WHERE q.name = l.queue AND q.paused AND awa.is_paused(q))
      AND (awa.next_window(awa.cursor_of(l, v_slots), v_slots, v_now)).head IS NOT NULL;
END
$function$;
