-- The closures of a lane that are not in closure_sums yet: those of claims that are newer than its
-- tally, and of claims that were open when it was made. Looks with the snapshot of its caller's
-- statement, who has locked the claim log before. p_slots: where they can lie, normally the live
-- slots. Index: closures_by_claim.
--
-- A long list of open claims is looked up slot by slot, the part of it alone that lies between the
-- first and the last closure that a slot has there: two probes tell, and mostly there is none. To
-- get a hundred thousand numbers ready for a search takes the server 20 ms and more, in each
-- partition, also where it then finds nothing.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.untallied_closures(p_lane integer, p_slots awa.live_slots)
RETURNS SETOF awa.closures
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  c_long  CONSTANT integer := 1000;
  v_upto  bigint;
  v_open  bigint[];
  v_last  integer;
  v_first bigint;
  v_final bigint;
BEGIN
  SELECT t.upto, t.open INTO v_upto, v_open FROM awa.lane_tallies t WHERE t.lane = p_lane;
  v_last := coalesce(cardinality(v_open), 0);
  RETURN QUERY
    SELECT d.*
    FROM awa.closures d
    WHERE (d.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR d.slot <= p_slots.wrap_slot)
      AND d.lane = p_lane AND d.claim_no > coalesce(v_upto, 0);
  IF v_last <= c_long THEN
    RETURN QUERY
      SELECT d.*
      FROM awa.closures d
      WHERE (d.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR d.slot <= p_slots.wrap_slot)
        AND d.lane = p_lane AND d.claim_no = ANY (v_open);
    RETURN;
  END IF;
  FOR v_slot IN -1 .. 15 LOOP
    CONTINUE WHEN NOT (v_slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                       OR v_slot <= p_slots.wrap_slot);
    v_first := (SELECT d.claim_no
                FROM awa.closures d
                WHERE d.slot = v_slot AND d.lane = p_lane
                  AND d.claim_no >= v_open[1] AND d.claim_no <= v_open[v_last]
                ORDER BY d.claim_no
                LIMIT 1);
    CONTINUE WHEN v_first IS NULL;
    v_final := (SELECT d.claim_no
                FROM awa.closures d
                WHERE d.slot = v_slot AND d.lane = p_lane
                  AND d.claim_no >= v_open[1] AND d.claim_no <= v_open[v_last]
                ORDER BY d.claim_no DESC
                LIMIT 1);
    RETURN QUERY
      SELECT d.*
      FROM awa.closures d
      WHERE d.slot = v_slot AND d.lane = p_lane
        AND d.claim_no = ANY (v_open[greatest(width_bucket(v_first, v_open), 1)
                                     : width_bucket(v_final, v_open)]);
  END LOOP;
END
$function$;
