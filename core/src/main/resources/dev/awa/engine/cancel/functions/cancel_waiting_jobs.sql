-- Cancels up to p_limit jobs whose run waits in the ready log, of a queue and, when it is given, a
-- kind. As awa.cancel_waiting, for many: the locks of the queue's stripes make claims and this take
-- turns, so it looks at no more than so many runs. Answers how many were cancelled, and the place
-- from which to go on (the first time: NULLs); without a lane when it came to the end. A run that
-- becomes visible before that place is passed by: it was being enqueued meanwhile. Refuses as
-- awa.require_own_transaction does, and with 55P03 when one of the stripes can't be had within 2 s.
--
-- Lock order: stripes (in order), claims, ready, then the rest. Index: ready_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.cancel_waiting_jobs(
  p_queue text, p_kind text, p_lane integer, p_xid xid8, p_job_id bigint, p_limit integer,
  p_reason text
) RETURNS TABLE (cancelled integer, lane integer, xid xid8, job_id bigint)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  v_slots awa.live_slots;
  v_lanes integer[];
  v_lane  awa.lanes;
  v_done  record;
BEGIN
  PERFORM awa.require_own_transaction('a cancellation');
  PERFORM awa.require_read_committed('a cancellation');
  PERFORM awa.lock_or_refuse(awa.stripe_lock(p_queue, s.stripe),
                             format('stripe %s of queue "%s"', s.stripe, p_queue))
  FROM (SELECT DISTINCT l.stripe FROM awa.lanes l WHERE l.queue = p_queue ORDER BY l.stripe) AS s;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  v_lanes := ARRAY(SELECT l.lane
                   FROM awa.lanes l
                   WHERE l.queue = p_queue AND l.lane >= coalesce(p_lane, 0));
  cancelled := 0;
  FOR v_lane IN
    SELECT l.* FROM awa.lanes_maybe_ready(v_lanes, v_slots, v_slots) AS l ORDER BY l.lane
  LOOP
    SELECT * INTO v_done
    FROM awa.cancel_waiting_of_lane(v_lane, p_kind,
                                    CASE WHEN v_lane.lane = p_lane
                                           THEN ROW(p_lane, p_xid, p_job_id)::awa.lane_place END,
                       p_limit - cancelled, p_reason);
    cancelled := cancelled + v_done.tombstoned;
    lane := (v_done.place).lane;
    xid := (v_done.place).xid;
    job_id := (v_done.place).job_id;
    EXIT WHEN lane IS NOT NULL;
  END LOOP;
  RETURN NEXT;
END
$function$;
