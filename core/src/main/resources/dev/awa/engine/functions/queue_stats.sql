-- What a queue holds, by state. Waiting runs are counted behind the cursors (one index range a lane), running ones
-- are the members of claims less those of closures, finished ones are sums over closures: no job is read for them.
CREATE OR REPLACE FUNCTION awa.queue_stats(p_queue text) RETURNS TABLE (
  available bigint, oldest_ready_at timestamptz, running bigint, scheduled bigint, retryable bigint,
  completed bigint, failed bigint, cancelled bigint, dead_letters bigint
)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $function$
#variable_conflict use_column
DECLARE
  v_lanes integer[];
  v_slots awa.live_slots;
  v_now   pg_snapshot;
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_lanes := ARRAY(SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue);
  v_now := pg_current_snapshot();
  v_slots := awa.live_slots();
  SELECT coalesce(sum(w.waiting), 0), min((w.at).head) INTO available, oldest_ready_at
  FROM (SELECT c.at, awa.lane_depth(c.at, v_now) AS waiting
        FROM (SELECT awa.next_window(awa.cursor_of(l, v_slots), v_slots, v_now) AS at
              FROM awa.lanes l WHERE l.queue = p_queue OFFSET 0) AS c
        WHERE (c.at).head IS NOT NULL) AS w;

  SELECT coalesce(sum(n) FILTER (WHERE outcome = 1), 0),
         coalesce((SELECT sum(cardinality(c.members)) FROM awa.claims c WHERE c.lane = ANY (v_lanes)), 0) - coalesce(sum(n), 0)
  INTO completed, running
  FROM awa.closures
  WHERE lane = ANY (v_lanes);
  completed := completed + coalesce(
    (SELECT sum(t.n) FROM awa.terminal_rollups t WHERE t.lane = ANY (v_lanes) AND t.outcome = 1), 0);

  SELECT count(*) FILTER (WHERE state = 'scheduled'), count(*) FILTER (WHERE state = 'retryable')
  INTO scheduled, retryable
  FROM awa.deferred_jobs WHERE lane = ANY (v_lanes);

  SELECT count(*) INTO dead_letters FROM awa.dlq_entries WHERE lane = ANY (v_lanes);
  SELECT count(*) FILTER (WHERE state = 'failed') + dead_letters, count(*) FILTER (WHERE state = 'cancelled')
  INTO failed, cancelled
  FROM awa.terminal_jobs WHERE lane = ANY (v_lanes);
  RETURN NEXT;
END
$function$;
