-- The newest hundred runs of a job in the ready log, without what the job carries. Index:
-- ready_by_job, see awa.newest_run.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.runs_by_job(p_job_id bigint) RETURNS SETOF awa.ready_entries
LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan SET enable_bitmapscan = on SET enable_seqscan = off
SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT e.xid, e.job_id, e.ready_at, e.lane, e.run_no, e.slot, e.attempt, e.max_attempts, '',
           'null'::json, '{}'::json
    FROM awa.ready_entries e
    WHERE +e.job_id = p_job_id
    ORDER BY e.run_no DESC
    LIMIT 100;
END
$function$;
