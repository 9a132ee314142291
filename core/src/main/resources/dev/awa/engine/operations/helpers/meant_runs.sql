-- The newest runs of jobs that an operation may mean, of some that were found in the ready log:
-- available where the cursor of their lane has not passed them, else completed, as far as can be
-- told without a look at their claims. p_cursors: of all lanes in which something waits.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.meant_runs(
  p_runs awa.found_job[], p_cursors awa.lane_cursor[], p_states text[]
) RETURNS awa.meant_job[]
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(r.job_id, r.state, NULL, r.lane, r.run_no, r.xid_min)::awa.meant_job
    FROM (SELECT n.*,
                 CASE WHEN k.lane IS NULL
                        OR awa.has_passed(k.lo, k.hi, k.pos_xid, k.pos_job_id, n.xid_min, n.job_id)
                        THEN 'completed'
                      ELSE 'available' END AS state
          FROM (SELECT DISTINCT ON (f.job_id) f.*
                FROM unnest(p_runs) AS f
                ORDER BY f.job_id, f.run_no DESC) AS n
          LEFT JOIN unnest(p_cursors) AS k ON k.lane = n.lane) AS r
    WHERE r.state = ANY (p_states));
END
$function$;
