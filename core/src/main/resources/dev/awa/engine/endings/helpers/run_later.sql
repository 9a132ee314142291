-- Adds jobs that run again after a time to the deferred jobs. Answers when the first is due.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.run_later(p_ended awa.ended_run[]) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_due timestamptz;
BEGIN
  WITH next_runs AS (
    INSERT INTO awa.deferred_jobs (
      job_id, run_at, created_at, lane, run_no, attempt, max_attempts, state, kind, args, ext)
    SELECT (j.run).job_id, clock_timestamp() + (j.run).delay_us * interval '1 microsecond',
           (j.run).created_at, (j.run).lane, (j.run).run_no + 1, (j.run).next_attempt,
           j.max_attempts, (j.run).state, j.kind, j.args, (j.run).ext
    FROM awa.ended_jobs(p_ended, '{later}') AS j
    RETURNING run_at
  )
  SELECT min(n.run_at) INTO v_due FROM next_runs n;
  RETURN v_due;
END
$function$;
