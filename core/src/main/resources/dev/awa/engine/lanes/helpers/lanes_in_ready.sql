-- The lanes that have rows of the ready log in a slot, in order: see awa.lanes_in_claims.
-- Index: ready_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.lanes_in_ready(p_slot smallint) RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN QUERY
    WITH RECURSIVE l (lane) AS (
      (SELECT e.lane FROM awa.ready_entries e WHERE e.slot = p_slot ORDER BY e.lane LIMIT 1)
      UNION ALL
      SELECT coalesce(
               (SELECT e.lane FROM awa.ready_entries e
                WHERE e.slot = p_slot AND e.lane = l.lane + 1
                LIMIT 1),
               (SELECT e.lane FROM awa.ready_entries e
                WHERE e.slot = p_slot AND e.lane > l.lane
                ORDER BY e.lane
                LIMIT 1))
      FROM l
      WHERE l.lane IS NOT NULL)
    SELECT l.lane FROM l WHERE l.lane IS NOT NULL;
END
$function$;
