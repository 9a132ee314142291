-- The closures of a lane that are not in terminal_rollups yet: those of claims that are newer than its
-- tally, and of claims that were open when it was made. Looks with the snapshot of its caller's
-- statement, who has locked the claim log before. p_slots: where they can lie, normally the live
-- slots. Index: closures_by_claim.
CREATE OR REPLACE FUNCTION awa.untallied_closures(p_lane integer, p_slots awa.live_slots)
RETURNS SETOF awa.closures
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_tally awa.lane_tallies;
BEGIN
  SELECT t.* INTO v_tally FROM awa.lane_tallies t WHERE t.lane = p_lane;
  RETURN QUERY
    SELECT d.*
    FROM awa.closures d
    WHERE (d.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR d.slot <= p_slots.wrap_slot)
      AND d.lane = p_lane AND d.claim_no > coalesce(v_tally.upto, 0)
    UNION ALL
    SELECT d.*
    FROM awa.closures d
    WHERE (d.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR d.slot <= p_slots.wrap_slot)
      AND d.lane = p_lane AND d.claim_no = ANY (v_tally.open);
END
$function$;
