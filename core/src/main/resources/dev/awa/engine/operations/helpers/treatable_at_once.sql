-- The first of some jobs that are treated in one transaction: those that run apart from the others,
-- 20 at most, for each takes its worker's lock; the others of 50 lanes at most, each of which has a
-- stripe to be locked. p_one: the first alone.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.treatable_at_once(p_jobs awa.meant_job[], p_one boolean)
RETURNS awa.meant_job[]
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  c_running CONSTANT bigint := 20;
  c_lanes   CONSTANT bigint := 50;
  v_runs    boolean := p_jobs[1].state = 'running';
  v_other   bigint := (SELECT min(j.ord)
                       FROM unnest(p_jobs)
                              WITH ORDINALITY AS j (job_id, state, slot, lane, run_no, xid, ord)
                       WHERE (j.state = 'running') <> v_runs OR (v_runs AND j.ord > c_running));
  v_lane    bigint := (SELECT min(j.ord)
                       FROM unnest(p_jobs)
                              WITH ORDINALITY AS j (job_id, state, slot, lane, run_no, xid, ord)
                       WHERE j.lane IS NOT NULL
                       GROUP BY j.lane
                       ORDER BY 1
                       OFFSET c_lanes LIMIT 1);
BEGIN
  RETURN p_jobs[1 : CASE WHEN p_one THEN 1 ELSE least(v_other, v_lane,
                                                      cardinality(p_jobs) + 1) - 1 END];
END
$function$;
