-- Moves those tallies that have p_least claims or more on their list, wherever the claims of the
-- lane lie: a lane in which nothing happens any more would keep a list of claims that have ended
-- since, and whoever reads its open claims would look each of them up. Begins after the lane
-- p_after, ends after about p_limit claims. Answers the lane that it came to; NULL when there is no
-- other.
--
-- Lock order: as awa.tally. Index: the primary key of lane_tallies, all of it.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.tally_lists(
  p_leader bigint, p_term bigint, p_after integer, p_least integer, p_limit integer
) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  v_slots awa.live_slots;
  v_lane  integer;
  v_list  integer;
  v_n     bigint := 0;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('a tally');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  LOCK TABLE awa.lane_tallies IN SHARE ROW EXCLUSIVE MODE;
  v_slots := awa.live_slots();
  FOR v_lane, v_list IN
    SELECT t.lane, cardinality(t.open)
    FROM awa.lane_tallies t
    WHERE t.lane > p_after AND cardinality(t.open) >= p_least
    ORDER BY t.lane
  LOOP
    v_n := v_n + v_list + awa.tally_lane(v_lane, v_slots, p_limit);
    IF v_n >= p_limit THEN
      RETURN v_lane;
    END IF;
  END LOOP;
  RETURN NULL;
END
$function$;
