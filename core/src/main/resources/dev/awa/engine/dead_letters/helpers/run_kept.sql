-- Moves kept jobs into the ready log, in a generation, as runs that have had no attempt yet; those
-- that are unreadable or whose unique key another job holds stay. Wakes a worker of each queue. The
-- caller has locked the rows. OneLiveRun. Index: primary keys.
CREATE OR REPLACE FUNCTION awa.run_kept(p_jobs awa.kept_job[], p_gen bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids    bigint[] := ARRAY(SELECT j.job_id
                             FROM unnest(p_jobs) AS j
                             WHERE NOT j.unreadable AND j.holder = j.job_id);
  v_queues text[];
BEGIN
  WITH dead AS (
    DELETE FROM awa.dead_letters d WHERE d.job_id = ANY (v_ids) RETURNING d.*
  ), finished AS (
    DELETE FROM awa.finished_jobs t WHERE t.job_id = ANY (v_ids) RETURNING t.*
  ), every AS (
    SELECT d.job_id, d.created_at, d.run_no, d.max_attempts, d.kind, d.args, d.ext FROM dead d
    UNION ALL
    SELECT t.job_id, t.created_at, t.run_no, t.max_attempts, t.kind, t.args, t.ext FROM finished t
  ), next_runs AS (
    INSERT INTO awa.ready_entries (
      slot, lane, job_id, run_no, attempt, max_attempts, kind, args, ext)
    SELECT p_gen % 16, j.lane, e.job_id, e.run_no + 1, 0, e.max_attempts, e.kind, e.args,
           awa.ended_ext(awa.as_object(e.ext), e.created_at, NULL, NULL, NULL)
    FROM every e
    JOIN unnest(p_jobs) AS j USING (job_id)
    ORDER BY e.job_id
    RETURNING lane
  )
  SELECT array_agg(DISTINCT l.queue) INTO v_queues FROM next_runs JOIN awa.lanes l USING (lane);
  PERFORM awa.wake(VARIADIC v_queues);
END
$function$;
