-- Which rows of the carry partition are runs of some claims, wherever those lie. Looks with the
-- snapshot of its caller's statement. Whoever deletes by row_id does that in the same statement.
-- The claims come first, whatever the planner takes for few: one probe and one range of rows each.
-- The last transaction of a range is read apart: see awa.open_runs_of. Index: claims_by_lane,
-- ready_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.carried_runs_of(p_claims awa.slot_claim[])
RETURNS TABLE (row_id tid, lane integer, xid xid8, job_id bigint)
LANGUAGE plpgsql STABLE ROWS 1000
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT r.row_id, c.lane, r.xid, r.job_id
    FROM unnest(p_claims) AS n
    CROSS JOIN LATERAL (
      SELECT x.*
      FROM awa.claims x
      WHERE x.slot = n.slot AND x.lane = n.lane AND x.claim_no = n.claim_no
      LIMIT 1) AS c
    CROSS JOIN LATERAL (
      SELECT e.row_id, e.xid, e.job_id
      FROM (SELECT x.ctid AS row_id, x.xid, x.job_id, x.run_no
            FROM awa.ready_entries x
            WHERE x.slot = -1 AND x.lane = c.lane
              AND (x.xid, x.job_id) >= (c.xid_min, c.members[1]) AND x.xid < c.pos_xid
            UNION ALL
            SELECT x.ctid, x.xid, x.job_id, x.run_no
            FROM awa.ready_entries x
            WHERE x.slot = -1 AND x.lane = c.lane AND x.xid = c.pos_xid
              AND x.job_id >= CASE WHEN c.xid_min = c.pos_xid THEN c.members[1] ELSE 0 END
              AND x.job_id <= c.pos_job_id) AS e
      WHERE e.run_no = CASE WHEN c.run_nos IS NOT NULL
                              THEN c.run_nos[array_position(c.members, e.job_id)]
                               WHEN e.job_id = ANY (c.members) THEN 1 END
      OFFSET 0) AS r;
END
$function$;
