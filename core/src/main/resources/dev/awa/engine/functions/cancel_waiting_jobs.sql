-- Cancels up to p_limit jobs whose run waits in the ready log, of a queue and, when it is given, a kind. As awa.bury, for
-- many: the locks of the queue's stripes make claims and this take turns. Answers how many; fewer than the limit when none
-- is left.
--
-- Lock order: stripes (in order), claims, ready, then the rest. Index: ready_by_lane.
CREATE OR REPLACE FUNCTION awa.cancel_waiting_jobs(p_queue text, p_kind text, p_limit integer, p_reason text) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots;
  v_lanes integer[];
  v_lane  awa.lanes;
  v_left  integer := p_limit;
BEGIN
  PERFORM awa.require_read_committed('a cancellation');
  PERFORM pg_advisory_xact_lock(awa.stripe_lock(p_queue, s.stripe))
  FROM (SELECT DISTINCT l.stripe FROM awa.lanes l WHERE l.queue = p_queue ORDER BY l.stripe) AS s;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  v_lanes := ARRAY(SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue);
  FOR v_lane IN SELECT * FROM awa.stirred_lanes(v_lanes, v_slots, v_slots) LOOP
    v_left := v_left - awa.bury_lane(v_lane, p_kind, v_left, p_reason);
    EXIT WHEN v_left = 0;
  END LOOP;
  RETURN p_limit - v_left;
END
$function$;
