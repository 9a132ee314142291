-- Takes away the jobs of a queue that wait for their time, and lets go of their unique keys.
-- Answers how many there were in each state. A row that somebody has locked is waited for as long
-- as lock_timeout says, then who has it is named (55P03). Index: deferred_by_lane.
CREATE OR REPLACE FUNCTION awa.purge_deferred(p_queue text)
RETURNS TABLE (scheduled bigint, retryable bigint)
LANGUAGE plpgsql VOLATILE ROWS 1 AS $function$
DECLARE
  v_lanes integer[] := ARRAY(SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue);
  v_ids   bigint[];
BEGIN
  WITH gone AS (
    DELETE FROM awa.deferred_jobs d WHERE d.lane = ANY (v_lanes) RETURNING d.job_id, d.state
  )
  SELECT count(*) FILTER (WHERE g.state = 'scheduled'),
         count(*) FILTER (WHERE g.state = 'retryable'), array_agg(g.job_id)
  INTO scheduled, retryable, v_ids
  FROM gone g;
  PERFORM awa.let_go_purged(v_ids);
  RETURN NEXT;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('a job of queue "%s" that waits for its time is', p_queue),
    awa.lockers_of('awa.deferred_jobs',
                   ARRAY(SELECT d.xmax FROM awa.deferred_jobs d WHERE d.lane = ANY (v_lanes))));
END
$function$;
