-- The lanes that have claims in a slot, in order. Goes from lane to lane by the index, so it costs what lanes are there, however
-- many claims each has and however many lanes are idle. Looks with the snapshot of its caller's statement. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.lanes_in_claims(p_slot smallint) RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_lane integer := -1;
BEGIN
  LOOP
    SELECT c.lane INTO v_lane
    FROM awa.claims c
    WHERE c.slot = p_slot AND c.lane > v_lane
    ORDER BY c.lane
    LIMIT 1;
    EXIT WHEN NOT FOUND;
    RETURN NEXT v_lane;
  END LOOP;
END
$function$;
