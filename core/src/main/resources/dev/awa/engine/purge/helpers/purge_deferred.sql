-- Takes away the jobs of a queue that wait for their time, and lets go of their unique keys.
-- Answers how many there were in each state. A row that somebody has locked is waited for as long
-- as lock_timeout says, then who has it is named (55P03).
--
-- Rows are locked in the order of their unique keys, as awa.hold_unique_keys locks those that it is
-- to replace: so neither waits for the other. There is no index of keys by job, so all keys are
-- read, once. Index: deferred_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.purge_deferred(p_queue text)
RETURNS TABLE (scheduled bigint, retryable bigint)
LANGUAGE plpgsql VOLATILE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_nestloop = off SET enable_mergejoin = off
SET jit = off AS $function$
DECLARE
  v_lanes integer[] := ARRAY(SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue);
  v_ids   bigint[];
BEGIN
  v_ids := ARRAY(
    SELECT d.job_id
    FROM awa.deferred_jobs d
    LEFT JOIN awa.unique_keys u ON u.job_id = d.job_id
    WHERE d.lane = ANY (v_lanes)
    ORDER BY u.unique_key, d.job_id
    FOR UPDATE OF d);
  WITH gone AS (
    DELETE FROM awa.deferred_jobs d
    USING unnest(v_ids) AS j (job_id)
    WHERE d.job_id = j.job_id
    RETURNING d.job_id, d.state
  )
  SELECT count(*) FILTER (WHERE g.state = 'scheduled'),
         count(*) FILTER (WHERE g.state = 'retryable')
  INTO scheduled, retryable
  FROM gone g;
  PERFORM awa.let_go_purged(v_ids);
  RETURN NEXT;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('a job of queue "%s" that waits for its time is', p_queue),
    awa.lockers_of('awa.deferred_jobs',
                   ARRAY(SELECT d.xmax FROM awa.deferred_jobs d WHERE d.lane = ANY (v_lanes))));
END
$function$;
