-- The newest claim of each lane that has claims in one slot, in lane order. A claim that is added
-- later changes it: the numbers of a lane only grow. Index: claims_by_lane, one backward probe a
-- lane that has claims there.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.last_claims_in(p_slot smallint) RETURNS awa.lane_claim[]
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(l.lane, c.claim_no)::awa.lane_claim
    FROM awa.lanes_in_claims(p_slot) AS l (lane)
    CROSS JOIN LATERAL (SELECT x.claim_no FROM awa.claims x
                        WHERE x.slot = p_slot AND x.lane = l.lane
                        ORDER BY x.claim_no DESC
                        LIMIT 1) AS c
    ORDER BY l.lane);
END
$function$;
