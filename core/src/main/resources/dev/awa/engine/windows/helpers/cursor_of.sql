-- The cursor of a lane: its newest claim or its checkpoint, whichever is newer (a claim that was
-- carried may be older than the checkpoint), else the origin (nothing is visible in the first
-- window). p_slots are the live slots. Index: claims_by_lane, one backward probe: a lane that is at
-- work has claims in the head's slot, and none is newer than those. Else one a live slot.
--
-- TRUNCATE respects no snapshot: whoever goes by the answer must have locked awa.claims before
-- taking the snapshot that this runs under, as awa.claim does; else it may see a pruned claim log
-- and no checkpoint yet.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.cursor_of(p_lane awa.lanes, p_slots awa.live_slots)
RETURNS awa.lane_cursor
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_cursor awa.lane_cursor;
BEGIN
  SELECT c.lane, p_lane.priority, c.claim_no, c.lo, c.hi, c.pos_xid, c.pos_job_id, c.taken,
         NULL, NULL, NULL, NULL INTO v_cursor
  FROM awa.claims c
  WHERE c.slot = p_slots.head_slot AND c.lane = p_lane.lane
  ORDER BY c.claim_no DESC
  LIMIT 1;
  IF FOUND THEN
    RETURN v_cursor;
  END IF;
  SELECT n.lane, p_lane.priority, n.claim_no, n.lo, n.hi, n.pos_xid, n.pos_job_id, n.taken,
         NULL, NULL, NULL, NULL INTO v_cursor
  FROM (
    (SELECT c.lane, c.claim_no, c.lo, c.hi, c.pos_xid, c.pos_job_id, c.taken
     FROM awa.claims c
     WHERE (c.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR c.slot <= p_slots.wrap_slot)
       AND c.lane = p_lane.lane
     ORDER BY c.claim_no DESC
     LIMIT 1)
    UNION ALL
    SELECT k.lane, k.claim_no, k.lo, k.hi, k.pos_xid, k.pos_job_id, k.taken
    FROM awa.lane_checkpoints k
    WHERE k.lane = p_lane.lane
  ) AS n
  ORDER BY n.claim_no DESC
  LIMIT 1;
  IF NOT FOUND THEN
    v_cursor := ROW(p_lane.lane, p_lane.priority, 0, '1:1:'::pg_snapshot, '1:1:'::pg_snapshot,
                    '0'::xid8, 0, 0, NULL, NULL, NULL, NULL);
  END IF;
  RETURN v_cursor;
END
$function$;
