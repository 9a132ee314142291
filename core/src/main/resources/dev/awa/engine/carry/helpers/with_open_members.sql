-- Which of some claims have open members, each once. One probe a claim, which LIMIT makes sure of:
-- a hash join would read all claims. Index: claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.with_open_members(p_claims awa.slot_claim[]) RETURNS awa.slot_claim[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(o.slot, o.lane, o.claim_no)::awa.slot_claim
    FROM (SELECT DISTINCT u.slot, u.lane, u.claim_no FROM unnest(p_claims) AS u) AS o
    CROSS JOIN LATERAL (
      SELECT cardinality(c.members) AS members
      FROM awa.claims c
      WHERE c.slot = o.slot AND c.lane = o.lane AND c.claim_no = o.claim_no
      LIMIT 1) AS c
    WHERE c.members > coalesce((SELECT sum(d.n)
                                FROM awa.closures d
                                WHERE d.slot = o.slot AND d.lane = o.lane
                                  AND d.claim_no = o.claim_no), 0));
END
$function$;
