-- The lanes of a stripe that have a run to give as of a snapshot, best first, each with its cursor at the window of that run.
CREATE OR REPLACE FUNCTION awa.waiting_lanes(p_queue text, p_stripe smallint, p_slots awa.live_slots, p_now pg_snapshot) RETURNS SETOF awa.lane_cursor
LANGUAGE plpgsql VOLATILE ROWS 4 AS $function$
DECLARE
  v_aging double precision := coalesce((SELECT extract(epoch FROM q.aging) FROM awa.queues q WHERE q.name = p_queue), 60);
BEGIN
  RETURN QUERY
    WITH lane AS MATERIALIZED (
      SELECT awa.next_window(awa.cursor_of(l, p_slots), p_slots, p_now) AS at
      FROM awa.lanes l
      WHERE l.queue = p_queue AND l.stripe = p_stripe
    )
    SELECT (l.at).*
    FROM lane l
    WHERE (l.at).head IS NOT NULL
    ORDER BY awa.effective_priority((l.at).priority, clock_timestamp() - (l.at).head, v_aging), (l.at).head;
END
$function$;
