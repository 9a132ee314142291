-- Whether a member of a claim is open: the claim is there, in the slot that it was made in or
-- carried since, and nothing has closed the member. Index: claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.is_open_member(
  p_slot smallint, p_lane integer, p_claim_no bigint, p_ordinal smallint
) RETURNS boolean
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM awa.claims c
                 WHERE c.slot IN (p_slot, -1) AND c.lane = p_lane AND c.claim_no = p_claim_no)
    AND NOT EXISTS (SELECT FROM awa.closures d
                    WHERE d.slot IN (p_slot, -1) AND d.lane = p_lane AND d.claim_no = p_claim_no
                      AND (d.ordinals IS NULL OR p_ordinal = ANY (d.ordinals)));
END
$function$;
