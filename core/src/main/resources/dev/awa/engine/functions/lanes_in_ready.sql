-- The lanes that have rows of the ready log in a slot, in order: see awa.lanes_in_claims. Index: ready_by_lane.
CREATE OR REPLACE FUNCTION awa.lanes_in_ready(p_slot smallint) RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_lane integer := -1;
BEGIN
  LOOP
    SELECT e.lane INTO v_lane
    FROM awa.ready_entries e
    WHERE e.slot = p_slot AND e.lane > v_lane
    ORDER BY e.lane
    LIMIT 1;
    EXIT WHEN NOT FOUND;
    RETURN NEXT v_lane;
  END LOOP;
END
$function$;
