-- Brings the tallies up to date of those lanes of a slot in which at least p_least claims came
-- since: so whoever counts a queue, or looks for open claims, reads what is new and not all that is
-- kept. A tally is moved as a whole, list and all, so one with a long list waits until a quarter as
-- many claims have come as stand on it: what a claim costs stays the same.
--
-- Begins after the lane p_after, ends after about p_limit claims, a lane being worth some, also one
-- in which there is nothing to do. Answers the lane after which the next call is to begin; NULL
-- when the slot is through. So a call takes a tenth of a second, however many lanes there are, and
-- together they look at each lane once. Lanes are read as they are needed: see awa.lanes_in_claims.
--
-- One at a time: the table's lock keeps another leader's tally and sweep (awa.sweep_carry) from
-- adding the same closures. Prune and carry are kept out by the claim log's.
--
-- Lock order: claims, lane_tallies. Index: claims_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.tally(
  p_leader bigint, p_term bigint, p_slot smallint, p_after integer, p_least integer,
  p_limit integer
) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  c_look    CONSTANT integer := 5;  -- what it takes to look at a lane, in claims
  c_lane    CONSTANT integer := 40; -- what it takes to move the tally of one
  v_slots   awa.live_slots;
  v_lane    integer;
  v_stirred boolean;
  v_moved   integer;
  v_n       bigint := 0;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('a tally');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  LOCK TABLE awa.lane_tallies IN SHARE ROW EXCLUSIVE MODE;
  v_slots := awa.live_slots();
  FOR v_lane, v_stirred IN
    WITH RECURSIVE l (lane) AS (
      (SELECT c.lane FROM awa.claims c
       WHERE c.slot = p_slot AND c.lane > p_after
       ORDER BY c.lane
       LIMIT 1)
      UNION ALL
      SELECT coalesce(
               (SELECT c.lane
                FROM awa.claims c
                WHERE c.slot = p_slot AND c.lane = l.lane + 1
                LIMIT 1),
               (SELECT c.lane FROM awa.claims c
                WHERE c.slot = p_slot AND c.lane > l.lane
                ORDER BY c.lane
                LIMIT 1))
      FROM l
      WHERE l.lane IS NOT NULL)
    SELECT l.lane, newest.claim_no - coalesce(t.upto, 0)
                   >= greatest(p_least, coalesce(cardinality(t.open), 0) / 4)
    FROM l
    CROSS JOIN LATERAL (SELECT c.claim_no FROM awa.claims c
                        WHERE c.slot = p_slot AND c.lane = l.lane
                        ORDER BY c.claim_no DESC
                        LIMIT 1) AS newest
    LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
    LIMIT p_limit / c_look + 1
  LOOP
    v_n := v_n + c_look;
    IF v_stirred THEN
      v_moved := awa.tally_lane(v_lane, v_slots, p_limit);
      v_n := v_n + c_lane + v_moved;
      IF v_moved >= p_limit THEN
        RETURN v_lane - 1; -- it may have more
      END IF;
    END IF;
    IF v_n >= p_limit THEN
      RETURN v_lane;
    END IF;
  END LOOP;
  RETURN NULL;
END
$function$;
