-- The windows of a stripe that a claim looks in, best first, each at a lane's cursor. Where a
-- stripe has several lanes, those come that have a run to give as of a snapshot, at the window of
-- that run, by effective priority, then by the older head. A stripe of one lane has nothing to
-- order: the answer is the rest of its window, unless that is finished, and the next window, both
-- perhaps empty and without scan bounds. The claim fills these in (awa.with_scan_bounds) for the
-- second only if the first is empty, which saves a claim of one run a seventh of its time. Retired
-- lanes are left out: see awa.retire_lanes. Index: lanes_in_use.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.windows_of(
  p_queue text, p_stripe smallint, p_slots awa.live_slots, p_now pg_snapshot
) RETURNS SETOF awa.lane_cursor
LANGUAGE plpgsql VOLATILE ROWS 4 AS $function$
DECLARE
  v_lanes  awa.lanes[] := ARRAY(SELECT l FROM awa.lanes l
                                WHERE l.queue = p_queue AND l.stripe = p_stripe
                                  AND l.retired_at IS NULL);
  v_cursor awa.lane_cursor;
  v_aging  double precision;
BEGIN
  IF cardinality(v_lanes) = 1 THEN
    v_cursor := awa.cursor_of(v_lanes[1], p_slots);
    IF NOT awa.is_finished(v_cursor) THEN
      RETURN NEXT v_cursor;
    END IF;
    v_cursor := awa.following_window(v_cursor, p_now);
    RETURN NEXT v_cursor;
    RETURN;
  END IF;
  v_aging := coalesce((SELECT extract(epoch FROM q.aging) FROM awa.queues q WHERE q.name = p_queue),
                      60);
  RETURN QUERY
    WITH lane AS MATERIALIZED (
      SELECT awa.next_window(awa.cursor_of(l, p_slots), p_slots, p_now) AS at
      FROM unnest(v_lanes) AS l
    )
    SELECT (l.at).*
    FROM lane l
    WHERE (l.at).head IS NOT NULL
    ORDER BY awa.effective_priority((l.at).priority, clock_timestamp() - (l.at).head, v_aging),
             (l.at).head;
END
$function$;
