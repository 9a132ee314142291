-- What a queue holds, by state, exactly. No job is read for it but those that wait and came since
-- their lane was counted: waiting runs are counted behind the cursors (awa.lane_depth), running
-- ones are what was given out less what was closed, finished ones are sums of closures, all others
-- sums of what the triggers of their tables noted. While the counters are not trusted the sums that
-- need them are made by a scan. CountsExact.
CREATE OR REPLACE FUNCTION awa.queue_stats(p_queue text) RETURNS TABLE (
  available bigint, oldest_ready_at timestamptz, running bigint, scheduled bigint, retryable bigint,
  completed bigint, failed bigint, cancelled bigint, dead_letters bigint
)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
#variable_conflict use_column
DECLARE
  v_lanes   integer[];
  v_slots   awa.live_slots;
  v_trusted boolean := (SELECT s.counters_trusted_at IS NOT NULL FROM awa.storage_state s);
BEGIN
  PERFORM awa.require_read_committed('a count');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_lanes := ARRAY(SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue);
  v_slots := awa.live_slots();
  -- one statement, one snapshot: a job that moves meanwhile is counted in one place
  WITH lane AS MATERIALIZED (
    SELECT awa.cursor_of(l, v_slots) AS at FROM awa.lanes l WHERE l.queue = p_queue
  ), closed AS MATERIALIZED (
    SELECT d.outcome, d.n::bigint
    FROM unnest(v_lanes) AS l (lane)
    CROSS JOIN LATERAL awa.untallied_closures(l.lane, v_slots) AS d
    UNION ALL
    SELECT t.outcome, t.n FROM awa.closure_sums t WHERE t.lane = ANY (v_lanes)
  )
  SELECT coalesce(sum(awa.lane_depth(l.at)), 0),
         min((awa.next_window(l.at, v_slots, pg_current_snapshot())).head),
         coalesce(sum((l.at).taken), 0) - (SELECT coalesce(sum(n), 0) FROM closed),
         (SELECT coalesce(sum(n), 0) FROM closed WHERE outcome = awa.outcome('completed')),
         awa.count_of(v_lanes, 'scheduled', v_trusted),
         awa.count_of(v_lanes, 'retryable', v_trusted), awa.count_of(v_lanes, 'failed', v_trusted),
         awa.count_of(v_lanes, 'cancelled', v_trusted),
         awa.count_of(v_lanes, 'dead_letter', v_trusted)
  INTO available, oldest_ready_at, running, completed, scheduled, retryable, failed, cancelled,
       dead_letters
  FROM lane l;
  failed := failed + dead_letters;
  RETURN NEXT;
END
$function$;
