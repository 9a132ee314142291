-- Passes a notification on to the next sleeper of the queue: its worker (p_worker) was told of a
-- transaction's jobs and can't take any. p_first is the worker that was told first; when the next
-- would be that one again, everybody has passed, nobody is told, and the answer is false. Index:
-- see awa.sleepers_from.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.pass_on(p_queue text, p_worker bigint, p_first bigint, p_xid text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_next bigint;
BEGIN
  -- or all that notify wait for the disk and the standby
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT s.worker_id INTO v_next FROM awa.sleepers_from(p_queue, p_worker + 1, 1) AS s (worker_id);
  -- Those from the first up to this one have passed; beyond the highest id that goes on with the
  -- lowest.
  IF v_next IS NULL OR v_next = p_worker
     OR p_first <= p_worker AND v_next BETWEEN p_first AND p_worker
     OR p_first > p_worker AND (v_next >= p_first OR v_next <= p_worker)
     OR pg_notification_queue_usage() >= 0.5 THEN
    RETURN false;
  END IF;
  PERFORM pg_notify(awa.channel() || '_' || v_next, p_xid || '/' || p_first || ' ' || p_queue);
  RETURN true;
END
$function$;
