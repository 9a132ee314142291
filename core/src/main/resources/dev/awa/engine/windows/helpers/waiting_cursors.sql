-- The cursors of those lanes of a queue (NULL: of all queues) behind which something may wait, in
-- one statement for all lanes that have runs in the live slots: as awa.cursor_of finds them, with a
-- look behind each as in awa.lanes_maybe_ready. Index: ready_by_lane, claims_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.waiting_cursors(p_queue text, p_slots awa.live_slots)
RETURNS awa.lane_cursor[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_newest smallint[] := awa.slots_newest_first(p_slots);
  v_lanes  integer[];
BEGIN
  IF p_queue IS NULL THEN
    v_lanes := ARRAY(
      SELECT awa.lanes_in_ready(s::smallint)
      FROM generate_series(-1, 15) AS s
      WHERE s BETWEEN p_slots.from_slot AND p_slots.to_slot OR s <= p_slots.wrap_slot);
  ELSE
    v_lanes := ARRAY(SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue);
  END IF;
  RETURN ARRAY(
    SELECT ROW(l.lane, l.priority, at.claim_no, at.lo, at.hi, at.pos_xid, at.pos_job_id, at.taken,
               NULL, NULL, NULL, NULL)::awa.lane_cursor
    FROM (SELECT DISTINCT u.lane FROM unnest(v_lanes) AS u (lane)) AS u
    JOIN awa.lanes l ON l.lane = u.lane
    CROSS JOIN LATERAL (
      (SELECT c.claim_no, c.lo, c.hi, c.pos_xid, c.pos_job_id, c.taken
       FROM unnest(v_newest) AS s (slot)
       CROSS JOIN LATERAL (SELECT x.*
                           FROM awa.claims x
                           WHERE x.slot = s.slot AND x.lane = u.lane
                           ORDER BY x.claim_no DESC
                           LIMIT 1) AS c
       LIMIT 1)
      UNION ALL
      SELECT k.claim_no, k.lo, k.hi, k.pos_xid, k.pos_job_id, k.taken
      FROM awa.lane_checkpoints k
      WHERE k.lane = u.lane
      UNION ALL
      SELECT 0, '1:1:', '1:1:', '0', 0, 0
      ORDER BY 1 DESC
      LIMIT 1) AS at
    CROSS JOIN LATERAL
      awa.slots_since(p_slots, least(at.pos_xid, pg_snapshot_xmin(at.hi))) AS may
    CROSS JOIN LATERAL (
      SELECT
      FROM awa.ready_entries e
      WHERE (e.slot BETWEEN may.from_slot AND may.to_slot OR e.slot <= may.wrap_slot)
        AND e.lane = u.lane
        AND (e.xid, e.job_id)
            > (least(at.pos_xid, pg_snapshot_xmin(at.hi)),
               CASE WHEN at.pos_xid <= pg_snapshot_xmin(at.hi) THEN at.pos_job_id ELSE 0 END)
      LIMIT 1) AS behind);
END
$function$;
