-- Those of some lanes that may have a run to give in some slots (p_in). Almost every lane is idle
-- almost always: one pass leaves those out that can't have work, by two index probes a lane.
-- Whoever calls looks at what is left exactly.
--
-- An unclaimed run comes after the position of its lane's cursor, or is not visible in the cursor's
-- hi: so it comes after the smaller of the position and xmin of hi. A carried claim may hide a
-- newer checkpoint here (awa.cursor_of finds the newer one); that only lets more lanes through.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.lanes_maybe_ready(
  p_lanes integer[], p_live awa.live_slots, p_in awa.live_slots
) RETURNS SETOF awa.lanes
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT l.*
    FROM awa.lanes l
    LEFT JOIN LATERAL (
      SELECT c.pos_xid, c.pos_job_id, c.hi
      FROM awa.claims c
      WHERE (c.slot BETWEEN p_live.from_slot AND p_live.to_slot OR c.slot <= p_live.wrap_slot)
        AND c.lane = l.lane
      ORDER BY c.claim_no DESC
      LIMIT 1) AS c ON true
    LEFT JOIN awa.lane_checkpoints k ON k.lane = l.lane AND c.hi IS NULL
    CROSS JOIN LATERAL (
      SELECT coalesce(c.pos_xid, k.pos_xid, '0') AS xid,
             coalesce(c.pos_job_id, k.pos_job_id, 0) AS job_id,
             pg_snapshot_xmin(coalesce(c.hi, k.hi, '1:1:')) AS hi_xmin) AS pos
    CROSS JOIN LATERAL (
      SELECT
      FROM awa.ready_entries e
      WHERE (e.slot BETWEEN p_in.from_slot AND p_in.to_slot OR e.slot <= p_in.wrap_slot)
        AND e.lane = l.lane
        AND (e.xid, e.job_id) > (least(pos.xid, pos.hi_xmin),
                                 CASE WHEN pos.xid <= pos.hi_xmin THEN pos.job_id ELSE 0 END)
      LIMIT 1) AS e
    WHERE l.lane = ANY (p_lanes);
END
$function$;
