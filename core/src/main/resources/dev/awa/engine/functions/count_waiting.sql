-- Counts one lane in which more than p_limit runs came since it was counted, and keeps the count. Answers the lane; NULL
-- when there is none. The lane's record is locked before the count is made, so a cancellation of a run that it counts
-- either is seen or corrects it afterwards (awa.bury).
CREATE OR REPLACE FUNCTION awa.count_waiting(p_leader bigint, p_epoch bigint, p_limit bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_slots awa.live_slots;
  v_lane  awa.lanes;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  PERFORM awa.require_read_committed('a count');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  FOR v_lane IN SELECT * FROM awa.stirred_lanes(ARRAY(SELECT l.lane FROM awa.lanes l), v_slots, v_slots) LOOP
    IF awa.waiting_after(awa.count_base(awa.cursor_of(v_lane, v_slots)), p_limit + 1) > p_limit THEN
      PERFORM FROM awa.lane_counts k WHERE k.lane = v_lane.lane FOR UPDATE;
      UPDATE awa.lane_counts k
      SET upto = pg_current_snapshot(), waiting = awa.lane_depth(c), taken = (c).taken
      FROM awa.cursor_of(v_lane, v_slots) AS c
      WHERE k.lane = v_lane.lane;
      RETURN v_lane.lane;
    END IF;
  END LOOP;
  RETURN NULL;
END
$function$;
