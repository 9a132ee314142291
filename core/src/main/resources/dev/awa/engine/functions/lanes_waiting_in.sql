-- The lanes that have a run to give in one slot: their cursor has not passed it. Looks at the lanes that have rows there,
-- with the snapshot of its caller's statement.
--
-- Almost always the newest claim of a lane in the slot has passed all rows of the lane there, and then so has the cursor,
-- which is no older: two probes tell. An unclaimed run comes after the position of that claim, or is not visible in its hi:
-- so it comes after the smaller of the position and xmin of hi. Where the probes find such a row, all of it is looked at.
-- Index: ready_by_lane, claims_by_lane.
CREATE OR REPLACE FUNCTION awa.lanes_waiting_in(p_slot smallint) RETURNS SETOF integer
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_now  pg_snapshot := pg_current_snapshot();
  v_all  awa.live_slots := awa.live_slots();
  v_only awa.live_slots := ROW(p_slot, p_slot, -2::smallint, NULL, NULL);
BEGIN
  RETURN QUERY
    SELECT l.lane
    FROM awa.lanes_in_ready(p_slot) AS r (lane)
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
        AND (e.xid, e.job_id) > (coalesce(least(c.pos_xid, c.hi_xmin), '0'),
                                 CASE WHEN c.pos_xid <= c.hi_xmin THEN c.pos_job_id ELSE 0 END)
      LIMIT 1) AS e
    JOIN awa.lanes l ON l.lane = r.lane
    WHERE (awa.next_window(awa.cursor_of(l, v_all), v_only, v_now)).head IS NOT NULL;
END
$function$;
