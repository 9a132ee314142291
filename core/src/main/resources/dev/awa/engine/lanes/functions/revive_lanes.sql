-- Puts retired lanes to use again that have a run to give: one whose transaction saw no smaller
-- lane came late, or a job is run again. Wakes who sleeps on their queues, for a claim of theirs
-- may have passed the lane by. Answers the lanes. Index: ready_by_lane, claims_by_lane, two probes
-- a lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.revive_lanes(p_leader bigint, p_term bigint) RETURNS integer[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_slots  awa.live_slots;
  v_lanes  integer[];
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('a look at the lanes');
  v_lanes := ARRAY(SELECT l.lane FROM awa.lanes l WHERE l.retired_at IS NOT NULL);
  IF v_lanes <> '{}' THEN
    LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
    v_slots := awa.live_slots();
    v_lanes := ARRAY(
      SELECT l.lane
      FROM awa.lanes_maybe_ready(v_lanes, v_slots, v_slots) AS l
      WHERE (awa.next_window(awa.cursor_of(l, v_slots), v_slots,
                             pg_current_snapshot())).head IS NOT NULL);
    UPDATE awa.lanes l SET retired_at = NULL WHERE l.lane = ANY (v_lanes);
    PERFORM awa.wake(VARIADIC ARRAY(SELECT DISTINCT l.queue
                                    FROM awa.lanes l
                                    WHERE l.lane = ANY (v_lanes)));
  END IF;
  RETURN v_lanes;
END
$function$;
