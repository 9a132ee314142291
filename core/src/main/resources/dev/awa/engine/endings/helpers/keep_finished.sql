-- Keeps jobs that were cancelled, or failed in a queue that keeps no dead letters, among the
-- finished ones.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.keep_finished(p_ended awa.ended_run[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.finished_jobs (
    job_id, created_at, lane, run_no, attempt, max_attempts, state, reason, kind, args, ext)
  SELECT (j.run).job_id, (j.run).created_at, (j.run).lane, (j.run).run_no, (j.run).attempt,
         j.max_attempts, (j.run).next, (j.run).reason, j.kind, j.args, (j.run).ext
  FROM awa.ended_jobs(p_ended, '{failed,cancelled}') AS j;
END
$function$;
