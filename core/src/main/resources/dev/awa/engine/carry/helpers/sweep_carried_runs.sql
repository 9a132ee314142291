-- Deletes rows of the carry partition, of some lanes, whose run is over: claimed and closed, or
-- purged. The lane's cursor has passed them, and no claim that is left has them open. p_limit: how
-- many are deleted, at most; NULL: all. Open ones don't count: they may be many, and run for long,
-- and what is over behind them goes all the same. The caller holds the claim log. Index:
-- ready_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.sweep_carried_runs(p_lanes integer[], p_limit integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_all   awa.live_slots := awa.live_slots();
  v_swept bigint;
BEGIN
  WITH lanes AS MATERIALIZED (
    SELECT l.lane, k.lo, k.hi, k.pos_xid, k.pos_job_id
    FROM awa.lanes l
    CROSS JOIN LATERAL (SELECT * FROM awa.cursor_of(l, v_all)) AS k
    WHERE l.lane = ANY (p_lanes)
      AND EXISTS (
        SELECT FROM awa.ready_entries x
        WHERE x.slot = -1 AND x.lane = l.lane
          AND x.xid <= greatest(k.pos_xid, pg_snapshot_xmax(k.lo)) -- else it is not passed
          AND awa.has_passed(k.lo, k.hi, k.pos_xid, k.pos_job_id, x.xid, x.job_id))
  ), open AS MATERIALIZED (
    SELECT c.lane, r.job_id, r.run_no
    FROM lanes l
    CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_all, 0, NULL) AS c
    CROSS JOIN LATERAL awa.open_runs_of(c, ROW(-1, -1, -2, NULL, NULL)::awa.live_slots) AS r
  ), ended AS MATERIALIZED (
    SELECT e.lane, e.xid, e.job_id
    FROM lanes l
    CROSS JOIN LATERAL (
      SELECT x.lane, x.xid, x.job_id FROM awa.ready_entries x
      WHERE x.slot = -1 AND x.lane = l.lane
        AND x.xid <= greatest(l.pos_xid, pg_snapshot_xmax(l.lo))
        AND awa.has_passed(l.lo, l.hi, l.pos_xid, l.pos_job_id, x.xid, x.job_id)
        -- NOT IN is looked up in a hash of all; NOT EXISTS may read all for each row
        AND (x.lane, x.job_id, x.run_no) NOT IN (SELECT o.lane, o.job_id, o.run_no FROM open o)
      ORDER BY x.xid, x.job_id
      LIMIT p_limit) AS e
    LIMIT p_limit
  ), gone AS (
    DELETE FROM awa.ready_entries e
    USING ended p
    WHERE e.slot = -1 AND e.lane = p.lane AND e.xid = p.xid AND e.job_id = p.job_id
    RETURNING 1
  )
  SELECT count(*) INTO v_swept FROM gone;
  RETURN v_swept;
END
$function$;
