-- Counts one lane in which more than p_limit runs came since it was counted, and keeps the count:
-- among the next p_lanes lanes after p_after that have runs in a live slot. Answers the lane that
-- it counted, NULL for none, and the one after which the next call is to begin; NULL when there is
-- no other. The lane's record is locked before the count is made, so a cancellation of a run that
-- it counts either is seen or corrects it afterwards (awa.cancel_waiting).
--
-- Only lanes that have a seventeenth of so many rows behind their newest claim are looked at
-- exactly; to read more of them would take longer than it spares. Where a checkpoint is newer than
-- that claim there are more such rows, not fewer. Index: ready_by_lane, claims_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.count_waiting(
  p_leader bigint, p_term bigint, p_after integer, p_lanes integer, p_limit bigint
) RETURNS TABLE (counted integer, came_to integer)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  v_slots awa.live_slots;
  v_at    integer;
  v_many  boolean;
  v_lane  awa.lanes;
  v_n     integer := 0;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('a count');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  FOR v_at, v_many IN
    WITH RECURSIVE r (lane) AS (
      SELECT p_after
      UNION ALL
      SELECT coalesce(
               (SELECT e.lane FROM awa.ready_entries e
                WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot
                       OR e.slot <= v_slots.wrap_slot)
                  AND e.lane = r.lane + 1
                LIMIT 1),
               (SELECT e.lane FROM awa.ready_entries e
                WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot
                       OR e.slot <= v_slots.wrap_slot)
                  AND e.lane > r.lane
                ORDER BY e.lane
                LIMIT 1))
      FROM r
      WHERE r.lane IS NOT NULL)
    SELECT r.lane, e.many
    FROM r
    LEFT JOIN LATERAL (
      SELECT least(c.pos_xid, pg_snapshot_xmin(c.hi)) AS xid
      FROM awa.claims c
      WHERE (c.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR c.slot <= v_slots.wrap_slot)
        AND c.lane = r.lane
      ORDER BY c.claim_no DESC
      LIMIT 1) AS c ON true
    LEFT JOIN LATERAL (
      SELECT true AS many
      FROM awa.ready_entries e
      WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
        AND e.lane = r.lane AND e.xid >= coalesce(c.xid, '0')
      OFFSET p_limit / 17
      LIMIT 1) AS e ON true
    WHERE r.lane > p_after
    LIMIT p_lanes
  LOOP
    v_n := v_n + 1;
    IF v_many THEN
      SELECT l.* INTO STRICT v_lane FROM awa.lanes l WHERE l.lane = v_at;
      IF awa.waiting_after(awa.count_base(awa.cursor_of(v_lane, v_slots)),
                           awa.live_slots(), p_limit + 1) > p_limit THEN
        PERFORM FROM awa.lane_counts k WHERE k.lane = v_at FOR UPDATE;
        UPDATE awa.lane_counts k
        SET upto = pg_current_snapshot(), waiting = awa.lane_depth(c, awa.live_slots()),
            taken = (c).taken
        FROM awa.cursor_of(v_lane, v_slots) AS c
        WHERE k.lane = v_at;
        counted := v_at;
        EXIT;
      END IF;
    END IF;
  END LOOP;
  came_to := CASE WHEN counted IS NOT NULL OR v_n = p_lanes THEN v_at END;
  RETURN NEXT;
END
$function$;
