-- Brings the tallies up to date of those lanes of a slot in which at least p_least claims came since,
-- over about p_limit claims: so whoever counts a queue, or looks for open claims, reads what is new
-- and not all that is kept. A tally is moved as a whole, list and all, so one with a long list waits
-- until a quarter as many claims have come as stand on it: what a claim costs stays the same. Answers
-- how many claims it went over, a lane being worth some; p_limit or more: there may be others.
--
-- One at a time: the table's lock keeps another leader's tally and sweep (awa.sweep_carry) from adding
-- the same closures. Prune and carry are kept out by the claim log's.
--
-- Lock order: claims, lane_tallies. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.tally(
  p_leader bigint, p_epoch bigint, p_slot smallint, p_least integer, p_limit integer
) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  c_lane  CONSTANT integer := 40; -- what it takes to move the tally of a lane, in claims
  v_slots awa.live_slots;
  v_lane  integer;
  v_n     bigint := 0;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  PERFORM awa.require_read_committed('a tally');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  LOCK TABLE awa.lane_tallies IN SHARE ROW EXCLUSIVE MODE;
  v_slots := awa.live_slots();
  FOR v_lane IN
    SELECT l.lane
    FROM awa.lanes_in_claims(p_slot) AS l (lane)
    CROSS JOIN LATERAL (SELECT c.claim_no FROM awa.claims c
                        WHERE c.slot = p_slot AND c.lane = l.lane
                        ORDER BY c.claim_no DESC
                        LIMIT 1) AS newest
    LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
    WHERE newest.claim_no - coalesce(t.upto, 0)
          >= greatest(p_least, coalesce(cardinality(t.open), 0) / 4)
  LOOP
    v_n := v_n + c_lane + awa.tally_lane(v_lane, v_slots, p_limit);
    EXIT WHEN v_n >= p_limit;
  END LOOP;
  RETURN v_n;
END
$function$;
