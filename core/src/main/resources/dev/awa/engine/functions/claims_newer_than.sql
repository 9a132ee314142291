-- The claims of the segments from a generation on that came after the given ones of their lanes. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.claims_newer_than(p_from bigint, p_claims awa.lane_claim[]) RETURNS awa.slot_claim[]
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_slot  smallint;
  v_newer awa.slot_claim[] := '{}';
BEGIN
  FOR v_slot IN SELECT r.slot FROM awa.ring r WHERE r.gen >= p_from LOOP
    v_newer := v_newer || ARRAY(
      SELECT ROW(v_slot, c.lane, c.claim_no)::awa.slot_claim
      FROM awa.lanes_in_claims(v_slot) AS l (lane)
      LEFT JOIN unnest(p_claims) AS n ON n.lane = l.lane
      CROSS JOIN LATERAL (SELECT x.lane, x.claim_no FROM awa.claims x
                          WHERE x.slot = v_slot AND x.lane = l.lane AND x.claim_no > coalesce(n.claim_no, 0)) AS c);
  END LOOP;
  RETURN v_newer;
END
$function$;
