-- One try to cancel a job, wherever it is: 'cancelled', 'finished' (it had ended before), 'unknown'
-- (there is no such job, or its history is no longer kept), or 'moving' (it was on its way from one
-- place to another: try again). Each way to cancel takes locks that claims of the queue, or calls
-- of the worker, wait for until the transaction ends. So it refuses with 25001 in a transaction
-- that has written before, another cancellation included, and ends one that is then left idle for 5
-- s: call it in a transaction of its own, and commit. It waits for a lock no longer than 2 s, and
-- then raises 55P03. The reason has 1 to 1000 characters; another one is refused with AW001, as a
-- job would be.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.cancel(p_job_id bigint, p_reason text) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_state text;
BEGIN
  PERFORM awa.check_reason(p_reason);
  -- an older snapshot would not show what came since
  PERFORM awa.require_read_committed('a cancellation');
  PERFORM awa.require_own_transaction('a cancellation');
  -- The cheapest place to look. Whoever deletes there goes nowhere else: the deferred jobs come
  -- after the logs in the lock order.
  IF EXISTS (SELECT FROM awa.deferred_jobs d WHERE d.job_id = p_job_id) THEN
    RETURN CASE WHEN awa.cancel_deferred(p_job_id, p_reason) THEN 'cancelled' ELSE 'moving' END;
  END IF;
  v_state := (SELECT j.state FROM awa.find_job(p_job_id) AS j);
  CASE
    WHEN v_state IS NULL THEN
      RETURN 'unknown';
    WHEN v_state IN ('completed', 'failed', 'cancelled') THEN
      RETURN 'finished';
    WHEN v_state IN ('scheduled', 'retryable') THEN
      RETURN 'moving';
    WHEN v_state = 'available' THEN
      RETURN CASE WHEN awa.cancel_waiting(p_job_id, p_reason) THEN 'cancelled' ELSE 'moving' END;
    ELSE
      RETURN CASE WHEN awa.cancel_running(p_job_id, p_reason) THEN 'cancelled' ELSE 'moving' END;
  END CASE;
END
$function$;
