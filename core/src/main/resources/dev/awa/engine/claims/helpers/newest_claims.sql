-- Of each of some lanes the number of its newest claim in the segments from a generation on; 0
-- where it has none there. Index: claims_by_lane, one backward probe a lane and segment.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.newest_claims(p_from bigint, p_lanes integer[])
RETURNS awa.lane_claim[]
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(l.lane, coalesce((SELECT max(c.claim_no)
                                 FROM awa.ring r
                                 CROSS JOIN LATERAL (
                                   SELECT x.claim_no
                                   FROM awa.claims x
                                   WHERE x.slot = r.slot AND x.lane = l.lane
                                   ORDER BY x.claim_no DESC
                                   LIMIT 1) AS c
                                 WHERE r.gen >= p_from), 0))::awa.lane_claim
    FROM unnest(p_lanes) AS l (lane));
END
$function$;
