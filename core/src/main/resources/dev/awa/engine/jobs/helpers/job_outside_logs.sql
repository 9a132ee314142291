-- One job that is not in the logs, as awa.jobs shows it, without what can't be read of it
-- (awa.read_job). Looks with the snapshot of its caller's statement. Index: primary keys.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.job_outside_logs(p_id bigint) RETURNS SETOF awa.jobs
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT j.id, r.kind, j.queue, j.state, j.priority, j.attempt, j.max_attempts, j.run_no,
           r.args, r.ext, j.created_at, j.run_at, j.finished_at, j.reason,
           (awa.progress_of(r.ext)).percent, (awa.progress_of(r.ext)).message,
           (awa.progress_of(r.ext)).at, j.dead_letter
    FROM awa.jobs_outside_logs j
    CROSS JOIN LATERAL awa.read_job(j.kind, j.args, j.ext) AS r
    WHERE j.id = p_id;
END
$function$;
