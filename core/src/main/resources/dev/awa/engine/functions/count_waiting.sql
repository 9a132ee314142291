-- Counts one lane in which more than p_limit runs came since it was counted, and keeps the count. Answers the lane; NULL
-- when there is none. The lane's record is locked before the count is made, so a cancellation of a run that it counts
-- either is seen or corrects it afterwards (awa.bury).
--
-- Where so many runs wait, a seventeenth of them lies in one slot, behind the lane's newest claim there (as in
-- awa.lanes_waiting_in): only lanes that have so many rows there are looked at exactly. Index: ready_by_lane, claims_by_lane.
CREATE OR REPLACE FUNCTION awa.count_waiting(p_leader bigint, p_epoch bigint, p_limit bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_slots awa.live_slots;
  v_slot  smallint;
  v_lane  awa.lanes;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  PERFORM awa.require_read_committed('a count');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  FOR v_slot IN SELECT r.slot FROM awa.ring r WHERE r.gen >= awa.tail_gen() UNION ALL SELECT -1 LOOP
    FOR v_lane IN
      SELECT l.*
      FROM awa.lanes_in_ready(v_slot) AS r (lane)
      JOIN awa.lanes l ON l.lane = r.lane
      LEFT JOIN LATERAL (
        SELECT least(c.pos_xid, pg_snapshot_xmin(c.hi)) AS xid
        FROM awa.claims c
        WHERE c.slot = v_slot AND c.lane = r.lane
        ORDER BY c.claim_no DESC
        LIMIT 1) AS c ON true
      CROSS JOIN LATERAL (
        SELECT
        FROM awa.ready_entries e
        WHERE e.slot = v_slot AND e.lane = r.lane AND e.xid >= coalesce(c.xid, '0')
        OFFSET p_limit / 17
        LIMIT 1) AS e
    LOOP
      IF awa.waiting_after(awa.count_base(awa.cursor_of(v_lane, v_slots)), p_limit + 1) > p_limit THEN
        PERFORM FROM awa.lane_counts k WHERE k.lane = v_lane.lane FOR UPDATE;
        UPDATE awa.lane_counts k
        SET upto = pg_current_snapshot(), waiting = awa.lane_depth(c), taken = (c).taken
        FROM awa.cursor_of(v_lane, v_slots) AS c
        WHERE k.lane = v_lane.lane;
        RETURN v_lane.lane;
      END IF;
    END LOOP;
  END LOOP;
  RETURN NULL;
END
$function$;
