-- Pauses or resumes a queue: its jobs wait, whatever their state. p_until: when the pause ends by
-- itself, at most 3650 days ahead; NULL: not before somebody resumes the queue. p_by: who does so;
-- NULL: the role of the session. Refuses what breaks a rule (AW001). Waits for somebody who
-- changes the queue in a transaction that is open, for 2 s at most (55P03). Workers look again at
-- once when it is resumed, and within two seconds when the pause ends by itself.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.pause(
  p_queue text, p_paused boolean, p_by text, p_reason text DEFAULT NULL,
  p_until timestamptz DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by     text := coalesce(p_by, session_user);
  v_before awa.queues;
  v_after  awa.queues;
BEGIN
  PERFORM awa.check_name('queue', p_queue);
  PERFORM awa.check_name('by', v_by);
  IF p_paused IS NULL THEN
    PERFORM awa.refuse_job('paused', NULL, 'must be true or false');
  END IF;
  IF p_reason IS NOT NULL THEN
    PERFORM awa.check_reason(p_reason);
  END IF;
  IF p_paused AND NOT (p_until > clock_timestamp()
                       AND p_until <= clock_timestamp() + interval '3650 days') THEN
    PERFORM awa.refuse_job('until', p_until::text,
                           'must be in the future, at most 3650 days ahead');
  END IF;
  v_before := awa.lock_queue(p_queue);
  UPDATE awa.queues q
  SET paused = p_paused, paused_at = clock_timestamp(), paused_by = v_by,
      paused_reason = CASE WHEN p_paused THEN p_reason END,
      paused_until = CASE WHEN p_paused THEN p_until END
  WHERE q.name = p_queue
  RETURNING * INTO v_after;
  PERFORM awa.note_changes('queue', p_queue, awa.pause_of(v_before), awa.pause_of(v_after), v_by);
  PERFORM awa.tell_all('settings');
END
$function$;
