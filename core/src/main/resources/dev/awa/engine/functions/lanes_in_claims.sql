-- The lanes that have claims in one slot, in lane order. Looks with the snapshot of its caller's
-- statement. Index: claims_by_lane, one probe a lane that is found; lanes that have nothing there cost nothing.
CREATE OR REPLACE FUNCTION awa.lanes_in_claims(p_slot smallint) RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off AS $function$
BEGIN
  RETURN QUERY
    WITH RECURSIVE found (lane) AS (
      (SELECT e.lane FROM awa.claims e WHERE e.slot = p_slot ORDER BY e.lane LIMIT 1)
      UNION ALL
      SELECT (SELECT e.lane FROM awa.claims e WHERE e.slot = p_slot AND e.lane > f.lane ORDER BY e.lane LIMIT 1)
      FROM found f
      WHERE f.lane IS NOT NULL
    )
    SELECT f.lane FROM found f WHERE f.lane IS NOT NULL;
END
$function$;
