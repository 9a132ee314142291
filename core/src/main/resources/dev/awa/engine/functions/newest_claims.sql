-- The newest claim of each lane in the segments from a generation on. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.newest_claims(p_from bigint) RETURNS awa.lane_claim[]
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(c.lane, max(c.claim_no))::awa.lane_claim
    FROM awa.ring r
    CROSS JOIN LATERAL unnest(awa.last_claims_in(r.slot)) AS c
    WHERE r.gen >= p_from
    GROUP BY c.lane);
END
$function$;
