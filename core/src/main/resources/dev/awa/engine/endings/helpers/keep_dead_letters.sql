-- Keeps failed jobs as dead letters: those of queues that keep them
-- (awa.lanes_without_dead_letters).
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.keep_dead_letters(p_ended awa.ended_run[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.dead_letters (
    job_id, created_at, lane, run_no, attempt, max_attempts, reason, kind, args, ext)
  SELECT (j.run).job_id, (j.run).created_at, (j.run).lane, (j.run).run_no, (j.run).attempt,
         j.max_attempts, (j.run).reason, j.kind, j.args, (j.run).ext
  FROM awa.ended_jobs(p_ended, '{dead_letter}') AS j;
END
$function$;
