-- The claims of one slot that have open members. What it costs follows the lanes of the slot and what is open there: see
-- awa.open_claims_of.
CREATE OR REPLACE FUNCTION awa.claims_open_in(p_slot smallint) RETURNS SETOF awa.claims
LANGUAGE plpgsql VOLATILE ROWS 10 SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_only awa.live_slots := ROW(p_slot, p_slot, -2::smallint, NULL, NULL);
BEGIN
  RETURN QUERY
    SELECT c.*
    FROM awa.lanes_in_claims(p_slot) AS l (lane)
    CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_only) AS c;
END
$function$;
