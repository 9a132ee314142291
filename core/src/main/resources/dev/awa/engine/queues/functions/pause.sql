-- Pauses or resumes a queue: its jobs wait, whatever their state. Waits for somebody who changes
-- the policy of the queue in a transaction that is open, for 2 s at most (55P03).
CREATE OR REPLACE FUNCTION awa.pause(p_queue text, p_paused boolean, p_by text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  INSERT INTO awa.queues (name, paused, paused_at, paused_by)
  VALUES (p_queue, p_paused, clock_timestamp(), p_by)
  ON CONFLICT (name) DO UPDATE
  SET paused = EXCLUDED.paused, paused_at = EXCLUDED.paused_at, paused_by = EXCLUDED.paused_by;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('the policy of queue "%s" is', p_queue),
    awa.users_of(ARRAY['awa.queues'], '{AccessShareLock}'));
END
$function$;
