-- The claims of some lanes that have open members, wherever they lie, in one statement for all:
-- those that are newer than their lane's tally or stand on its list, as in awa.open_claims_of.
-- Index: claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.open_claims_of_lanes(p_lanes integer[]) RETURNS awa.slot_claim[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_all awa.live_slots := awa.live_slots();
BEGIN
  RETURN ARRAY(
    SELECT ROW(c.slot, c.lane, c.claim_no)::awa.slot_claim
    FROM unnest(p_lanes) AS l (lane)
    LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
    CROSS JOIN LATERAL (
      SELECT x.slot, x.lane, x.claim_no, cardinality(x.members) AS members
      FROM awa.claims x
      WHERE (x.slot BETWEEN v_all.from_slot AND v_all.to_slot OR x.slot <= v_all.wrap_slot)
        AND x.lane = l.lane AND x.claim_no > coalesce(t.upto, 0)
      UNION ALL
      SELECT x.slot, x.lane, x.claim_no, cardinality(x.members)
      FROM awa.claims x
      WHERE (x.slot BETWEEN v_all.from_slot AND v_all.to_slot OR x.slot <= v_all.wrap_slot)
        AND x.lane = l.lane AND x.claim_no = ANY (t.open)) AS c
    WHERE c.members > coalesce((SELECT sum(d.n)
                                FROM awa.closures d
                                WHERE d.slot = c.slot AND d.lane = c.lane
                                  AND d.claim_no = c.claim_no), 0));
END
$function$;
