-- Those of the given claims that have open members. Index: claims_by_lane, closures_by_claim.
CREATE OR REPLACE FUNCTION awa.still_open(p_claims awa.slot_claim[]) RETURNS awa.slot_claim[]
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN ARRAY(
    SELECT DISTINCT ROW(c.slot, c.lane, c.claim_no)::awa.slot_claim
    FROM unnest(p_claims) AS p
    JOIN awa.claims c ON c.slot = p.slot AND c.lane = p.lane AND c.claim_no = p.claim_no
    LEFT JOIN (SELECT d.slot, d.lane, d.claim_no, sum(d.n) AS n
               FROM awa.closures d
               GROUP BY d.slot, d.lane, d.claim_no) AS closed
      ON closed.slot = c.slot AND closed.lane = c.lane AND closed.claim_no = c.claim_no
    WHERE cardinality(c.members) > coalesce(closed.n, 0));
END
$function$;
