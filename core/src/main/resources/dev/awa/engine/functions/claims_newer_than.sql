-- The claims of each lane that came after the given one. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.claims_newer_than(p_claims awa.lane_claim[]) RETURNS awa.slot_claim[]
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(c.slot, c.lane, c.claim_no)::awa.slot_claim
    FROM awa.lanes l
    LEFT JOIN unnest(p_claims) AS n ON n.lane = l.lane
    JOIN awa.claims c ON c.lane = l.lane AND c.claim_no > coalesce(n.claim_no, 0));
END
$function$;
