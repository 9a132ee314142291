-- Retires up to p_limit twins that have come to rest, so that claims need not look at them: lanes
-- that are not the smallest of their queue, priority and stripe, and of which nothing waits, is
-- open or is deferred. Producers write to the smallest lane that they see, and a retry to the lane
-- of its job.
--
-- p_then: a snapshot of an earlier call, which the caller keeps. A twin is retired when p_then saw
-- it and a smaller one, and every transaction that had an id then has ended: those that did not see
-- the smaller one write no more. Answers the snapshot to call with next: p_then while such a
-- transaction is open, else that of now.
--
-- This tells when it is worth it, not that nobody can write to the twin any more: a transaction
-- with an old snapshot and no id yet can, and an ended job may be run again. Then awa.revive_lanes
-- puts the lane to use again. Nothing else changes: cursor, sums and counts stay, and prune and
-- carry look at every lane. Index: lanes_by_queue, claims_by_lane, ready_by_lane,
-- closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.retire_lanes(
  p_leader bigint, p_term bigint, p_then pg_snapshot, p_limit integer
) RETURNS TABLE (retired integer[], next pg_snapshot)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots;
  v_lane  awa.lanes;
  v_at    awa.lane_cursor;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('a look at the lanes');
  retired := '{}';
  next := p_then;
  IF pg_snapshot_xmin(pg_current_snapshot()) >= pg_snapshot_xmax(p_then) THEN
    next := pg_current_snapshot();
    LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
    v_slots := awa.live_slots();
    FOR v_lane IN
      SELECT t.*
      FROM awa.lanes t
      WHERE t.retired_at IS NULL AND pg_visible_in_snapshot(t.xid, p_then)
        AND EXISTS (SELECT FROM awa.lanes s
                    WHERE s.queue = t.queue AND s.priority = t.priority AND s.stripe = t.stripe
                      AND s.lane < t.lane AND pg_visible_in_snapshot(s.xid, p_then))
      ORDER BY t.lane
    LOOP
      EXIT WHEN cardinality(retired) >= p_limit;
      v_at := awa.cursor_of(v_lane, v_slots);
      IF (awa.next_window(v_at, v_slots, pg_current_snapshot())).head IS NULL
         AND awa.is_settled(v_lane.lane, v_at.taken, v_slots) THEN
        UPDATE awa.lanes l SET retired_at = clock_timestamp() WHERE l.lane = v_lane.lane;
        retired := retired || v_lane.lane;
      END IF;
    END LOOP;
  END IF;
  RETURN NEXT;
END
$function$;
