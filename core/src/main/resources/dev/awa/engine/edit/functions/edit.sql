-- One try to change a job that waits: 'edited', 'too_late' (it runs, or has ended), 'unknown'
-- (there is no such job, or its history is no longer kept), or 'moving' (it was on its way from one
-- place to another: try again). change is a JSON object with any of queue, priority, max_attempts,
-- run_at and delay, args has new arguments; what is not named stays, and so do the attempts behind
-- it, the errors, the ordering key and the unique key. A job that was ready is another run
-- afterwards, the last of its lane: also among those with its ordering key. Beside args, change may
-- have form, as the library writes it: what is other than usual of the new arguments, {"version":
-- 2} or {"encrypted": true}; without it they are of version 1 and not encrypted.
--
-- of_queues: for somebody who is let into these alone; a job of another queue is refused with
-- 40001, and unchanged. NULL: any queue.
--
-- A change that breaks a rule is refused with AW001. As a cancellation it takes locks that claims
-- of the queue wait for: so it refuses with 25001 in a transaction that has written before, and
-- ends one that is then left idle for 5 s. It waits for a lock no longer than 2 s, then raises
-- 55P03.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.edit(
  p_job_id bigint, change jsonb, args json DEFAULT NULL, of_queues text[] DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_change awa.job_change := awa.read_change(change, args);
  v_state  text;
BEGIN
  PERFORM awa.require_read_committed('an edit');
  PERFORM awa.require_own_transaction('an edit');
  IF change = '{}' AND args IS NULL THEN -- a job that was ready would be the last of its lane
    PERFORM awa.refuse_job('change', '{}',
                           'must have a queue, a priority, a time, a number of attempts or args');
  END IF;
  IF EXISTS (SELECT FROM awa.deferred_jobs d WHERE d.job_id = p_job_id) THEN
    RETURN CASE
      WHEN awa.edit_deferred(p_job_id, v_change, of_queues) THEN 'edited'
      ELSE 'moving' END;
  END IF;
  v_state := (SELECT j.state FROM awa.find_job(p_job_id) AS j);
  RETURN CASE
    WHEN v_state IS NULL THEN 'unknown'
    WHEN v_state IN ('scheduled', 'retryable') THEN 'moving'
    WHEN v_state <> 'available' THEN 'too_late'
    WHEN awa.edit_waiting(p_job_id, v_change, of_queues) THEN 'edited'
    ELSE 'moving' END;
END
$function$;
