-- Deletes rows of the carry partition whose run was claimed and closed: claimed, because the lane's
-- cursor has passed them, and closed, because no claim that is left has them open. Index:
-- ready_by_lane.
CREATE OR REPLACE FUNCTION awa.sweep_carried_runs(p_limit integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_all   awa.live_slots := awa.live_slots();
  v_swept bigint;
BEGIN
  WITH passed AS MATERIALIZED (
    SELECT e.lane, e.xid, e.job_id, e.run_no
    FROM awa.lanes_in_ready(-1::smallint) AS r (lane)
    JOIN awa.lanes l ON l.lane = r.lane
    CROSS JOIN LATERAL (SELECT * FROM awa.cursor_of(l, v_all)) AS k
    CROSS JOIN LATERAL (
      SELECT x.* FROM awa.ready_entries x
      WHERE x.slot = -1 AND x.lane = l.lane
        AND awa.has_passed(k.lo, k.hi, k.pos_xid, k.pos_job_id, x.xid, x.job_id)
      ORDER BY x.xid, x.job_id
      LIMIT p_limit) AS e
    LIMIT p_limit
  ), open AS MATERIALIZED (
    SELECT c.lane, r.job_id, r.run_no
    FROM (SELECT DISTINCT p.lane FROM passed p) AS l
    CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_all, 0, NULL) AS c
    CROSS JOIN LATERAL awa.open_runs_of(c, ROW(-1, -1, -2, NULL, NULL)::awa.live_slots) AS r
  ), gone AS (
    DELETE FROM awa.ready_entries e
    USING passed p
    WHERE e.slot = -1 AND e.lane = p.lane AND e.xid = p.xid AND e.job_id = p.job_id
      AND NOT EXISTS (SELECT FROM open o
                      WHERE o.lane = p.lane AND o.job_id = p.job_id AND o.run_no = p.run_no)
    RETURNING 1
  )
  SELECT count(*) INTO v_swept FROM gone;
  RETURN v_swept;
END
$function$;
