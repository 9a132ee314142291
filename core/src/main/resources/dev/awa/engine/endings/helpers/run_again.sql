-- Appends the next runs of jobs that run again at once to the ready log, in a generation. Answers
-- their queues.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.run_again(p_ended awa.ended_run[], p_gen bigint) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_queues text[];
BEGIN
  WITH next_runs AS (
    INSERT INTO awa.ready_entries (
      slot, lane, job_id, run_no, attempt, max_attempts, kind, args, ext)
    SELECT p_gen % 16, (j.run).lane, (j.run).job_id, (j.run).run_no + 1, (j.run).next_attempt,
           j.max_attempts, j.kind, j.args, (j.run).ext
    FROM awa.ended_jobs(p_ended, '{again}') AS j
    RETURNING lane
  )
  SELECT array_agg(DISTINCT l.queue) INTO v_queues FROM next_runs JOIN awa.lanes l USING (lane);
  RETURN v_queues;
END
$function$;
