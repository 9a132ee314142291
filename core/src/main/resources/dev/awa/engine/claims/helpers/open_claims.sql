-- The next open claims of a worker, wherever they lie, after a position in (lane, claim number)
-- order: as many as have about p_limit members together. Looks with the snapshot of its caller's
-- statement, who has locked the claim log before. What it costs follows the lanes that have claims,
-- not how many each has (awa.open_claims_of); one in which all claims are tallied and closed costs
-- a probe. A lane with a long list of open ones is gone through a part at a time, so a page of them
-- costs the same on every page; in parts of a thousand at least, for whoever asks for one alone may
-- own none of them. Index: lane_tallies' primary key, claims_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.open_claims(
  p_worker bigint, p_lane integer, p_claim_no bigint, p_limit integer
) RETURNS SETOF awa.claims
LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots := awa.live_slots();
  v_lane  integer;
  v_after bigint;
  v_upto  bigint;
  v_claim awa.claims;
  v_n     bigint := 0;
BEGIN
  FOR v_lane IN
    SELECT l.lane
    FROM awa.lanes_with_claims(p_lane - 1) AS l (lane)
    LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
    WHERE t.lane IS NULL OR t.open <> '{}'
       OR EXISTS (SELECT FROM awa.claims c
                  WHERE (c.slot BETWEEN v_slots.from_slot AND v_slots.to_slot
                         OR c.slot <= v_slots.wrap_slot)
                    AND c.lane = l.lane AND c.claim_no > t.upto)
    ORDER BY l.lane
  LOOP
    v_after := CASE WHEN v_lane = p_lane THEN p_claim_no ELSE 0 END;
    LOOP
      v_upto := (SELECT o
                 FROM awa.lane_tallies t
                 CROSS JOIN LATERAL unnest(t.open) AS o
                 WHERE t.lane = v_lane AND o > v_after
                 ORDER BY o
                 OFFSET greatest(p_limit, 1000) - 1
                 LIMIT 1);
      FOR v_claim IN
        SELECT c.*
        FROM awa.open_claims_of(v_lane, v_slots, v_after, v_upto) AS c
        WHERE c.worker_id = p_worker
        ORDER BY c.claim_no
      LOOP
        EXIT WHEN v_n >= p_limit;
        v_n := v_n + cardinality(v_claim.members);
        RETURN NEXT v_claim;
      END LOOP;
      EXIT WHEN v_n >= p_limit OR v_upto IS NULL;
      v_after := v_upto;
    END LOOP;
    EXIT WHEN v_n >= p_limit;
  END LOOP;
END
$function$;
