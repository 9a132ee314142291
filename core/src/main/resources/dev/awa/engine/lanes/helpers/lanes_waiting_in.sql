-- Up to p_limit (NULL: all) lanes that have a run to give in one slot: their cursor has not passed
-- it. Goes through the lanes that have rows there, in one statement that ends with the last lane
-- that is asked for, with the snapshot of its caller's statement.
--
-- Almost always the newest claim of a lane in the slot has passed all rows of the lane there, and
-- then so has the cursor, which is no older: two probes tell. Of what is left the newest claim of
-- all, or the checkpoint, tells the same: that is where the runs of a segment were claimed after
-- the next one was opened. An unclaimed run comes after the position of a claim, or is not visible
-- in its hi: so it comes after the smaller of the position and xmin of hi. Where these probes find
-- such a row as well, all of it is looked at. Index: ready_by_lane, claims_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.lanes_waiting_in(p_slot smallint, p_limit bigint)
RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_now  pg_snapshot := pg_current_snapshot();
  v_all  awa.live_slots := awa.live_slots();
  v_only awa.live_slots := ROW(p_slot, p_slot, -2::smallint, NULL, NULL);
BEGIN
  RETURN QUERY
    WITH RECURSIVE r (lane) AS ( -- as awa.lanes_in_ready, but no further than it is read
      (SELECT e.lane FROM awa.ready_entries e WHERE e.slot = p_slot ORDER BY e.lane LIMIT 1)
      UNION ALL
      SELECT coalesce(
               (SELECT e.lane FROM awa.ready_entries e
                WHERE e.slot = p_slot AND e.lane = r.lane + 1
                LIMIT 1),
               (SELECT e.lane FROM awa.ready_entries e
                WHERE e.slot = p_slot AND e.lane > r.lane
                ORDER BY e.lane
                LIMIT 1))
      FROM r
      WHERE r.lane IS NOT NULL)
    SELECT (s.lane).lane
    FROM (
      SELECT l AS lane
      FROM r
      LEFT JOIN LATERAL (
        SELECT c.pos_xid, c.pos_job_id, pg_snapshot_xmin(c.hi) AS hi_xmin
        FROM awa.claims c
        WHERE c.slot = p_slot AND c.lane = r.lane
        ORDER BY c.claim_no DESC
        LIMIT 1) AS c ON true
      CROSS JOIN LATERAL (
        SELECT
        FROM awa.ready_entries e
        WHERE e.slot = p_slot AND e.lane = r.lane
          AND (e.xid, e.job_id)
              > (coalesce(least(c.pos_xid, c.hi_xmin), '0'),
                 CASE WHEN c.pos_xid <= c.hi_xmin THEN c.pos_job_id ELSE 0 END)
        LIMIT 1) AS behind_claim
      LEFT JOIN LATERAL (
        SELECT n.pos_xid, n.pos_job_id, pg_snapshot_xmin(n.hi) AS hi_xmin
        FROM (
          (SELECT x.claim_no, x.pos_xid, x.pos_job_id, x.hi
           FROM awa.claims x
           WHERE (x.slot BETWEEN v_all.from_slot AND v_all.to_slot OR x.slot <= v_all.wrap_slot)
             AND x.lane = r.lane
           ORDER BY x.claim_no DESC
           LIMIT 1)
          UNION ALL
          SELECT k.claim_no, k.pos_xid, k.pos_job_id, k.hi
          FROM awa.lane_checkpoints k
          WHERE k.lane = r.lane) AS n
        ORDER BY n.claim_no DESC
        LIMIT 1) AS n ON true
      CROSS JOIN LATERAL (
        SELECT
        FROM awa.ready_entries e
        WHERE e.slot = p_slot AND e.lane = r.lane
          AND (e.xid, e.job_id)
              > (coalesce(least(n.pos_xid, n.hi_xmin), '0'),
                 CASE WHEN n.pos_xid <= n.hi_xmin THEN n.pos_job_id ELSE 0 END)
        LIMIT 1) AS behind_cursor
      JOIN awa.lanes l ON l.lane = r.lane
      OFFSET 0) AS s -- so that the exact look comes last
    WHERE (awa.next_window(awa.cursor_of(s.lane, v_all), v_only, v_now)).head IS NOT NULL
    LIMIT p_limit;
END
$function$;
