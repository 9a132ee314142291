-- The claims of a lane that have open members: among those that are newer than the lane's tally,
-- and those that were open when it was made. All others are closed, for good. OpenKnown. Looks with
-- the snapshot of its caller's statement, who has locked the claim log before (see awa.cursor_of).
-- p_slots: where claims can lie, normally the live slots. p_after, p_upto (NULL: to the end): only
-- claims with these numbers.
--
-- Claims and closures are read once each, by ranges, and joined by a hash: to probe the closures of
-- each claim, in a partition that is found anew each time, takes five times as long, and there may
-- be thousands. Nested loops are off because of what the planner takes for few, and hash joins on,
-- for whoever calls this may have turned them off for itself (awa.open_claims). Index:
-- claims_by_lane, closures_by_claim.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.open_claims_of(
  p_lane integer, p_slots awa.live_slots, p_after bigint, p_upto bigint
) RETURNS SETOF awa.claims
LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_nestloop = off SET enable_hashjoin = on SET jit = off AS $function$
DECLARE
  v_tally awa.lane_tallies;
  v_from  bigint;
  v_to    bigint := coalesce(p_upto, 9223372036854775807);
BEGIN
  SELECT t.* INTO v_tally FROM awa.lane_tallies t WHERE t.lane = p_lane;
  v_from := greatest(v_tally.upto, p_after);
  IF p_after > 0 OR p_upto IS NOT NULL THEN
    v_tally.open := ARRAY(SELECT o FROM unnest(v_tally.open) AS o WHERE o > p_after AND o <= v_to);
  END IF;
  RETURN QUERY
    SELECT c.*
    FROM (SELECT x.*
          FROM awa.claims x
          WHERE (x.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                 OR x.slot <= p_slots.wrap_slot)
            AND x.lane = p_lane AND x.claim_no > v_from AND x.claim_no <= v_to
          UNION ALL
          SELECT x.*
          FROM awa.claims x
          WHERE (x.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                 OR x.slot <= p_slots.wrap_slot)
            AND x.lane = p_lane AND x.claim_no = ANY (v_tally.open)) AS c
    LEFT JOIN (
      SELECT d.claim_no, sum(d.n) AS n
      FROM (SELECT y.claim_no, y.n
            FROM awa.closures y
            WHERE (y.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                   OR y.slot <= p_slots.wrap_slot)
              AND y.lane = p_lane AND y.claim_no > v_from AND y.claim_no <= v_to
            UNION ALL
            SELECT y.claim_no, y.n
            FROM awa.closures y
            WHERE (y.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                   OR y.slot <= p_slots.wrap_slot)
              AND y.lane = p_lane AND y.claim_no = ANY (v_tally.open)) AS d
      GROUP BY d.claim_no) AS closed ON closed.claim_no = c.claim_no
    WHERE cardinality(c.members) > coalesce(closed.n, 0);
END
$function$;
