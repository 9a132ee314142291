-- Moves kept jobs into the ready log, in a generation, as runs that have had no attempt yet, or to
-- the deferred jobs where they are to run later, with what is changed of them; those that are
-- unreadable or whose unique key another job holds stay. Wakes a worker of each queue. The caller
-- has locked the rows. OneLiveRun. Index: primary keys.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.run_kept(
  p_jobs awa.kept_job[], p_gen bigint, p_change awa.job_change
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids    bigint[] := ARRAY(SELECT j.job_id
                             FROM unnest(p_jobs) AS j
                             WHERE NOT j.unreadable AND j.holder = j.job_id);
  v_later  boolean := coalesce(p_change.run_at > clock_timestamp(), false);
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
  ), again AS (
    SELECT j.lane, e.job_id, e.run_no + 1 AS run_no,
           coalesce(p_change.max_attempts, e.max_attempts) AS max_attempts, e.kind,
           coalesce(p_change.args, e.args) AS args, e.created_at,
           awa.ended_ext(awa.changed_ext(awa.as_object(e.ext), p_change), e.created_at, NULL,
                         NULL, NULL) AS ext
    FROM every e
    JOIN unnest(p_jobs) AS j USING (job_id)
  ), next_runs AS (
    INSERT INTO awa.ready_entries (
      slot, lane, job_id, run_no, attempt, max_attempts, kind, args, ext)
    SELECT p_gen % 16, a.lane, a.job_id, a.run_no, 0, a.max_attempts, a.kind, a.args, a.ext
    FROM again a
    WHERE NOT v_later
    ORDER BY a.job_id
    RETURNING lane
  ), later AS (
    INSERT INTO awa.deferred_jobs (
      job_id, run_at, created_at, lane, run_no, attempt, max_attempts, kind, args, ext)
    SELECT a.job_id, p_change.run_at, a.created_at, a.lane, a.run_no, 0, a.max_attempts, a.kind,
           a.args, a.ext
    FROM again a
    WHERE v_later
    ORDER BY a.job_id
  )
  SELECT array_agg(DISTINCT l.queue) INTO v_queues FROM next_runs JOIN awa.lanes l USING (lane);
  PERFORM awa.wake(VARIADIC v_queues);
  IF v_later THEN
    PERFORM awa.wake_promoter(p_change.run_at);
  END IF;
END
$function$;
