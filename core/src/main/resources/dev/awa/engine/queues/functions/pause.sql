-- Pauses or resumes a queue: its jobs wait, whatever their state. p_until: when the pause ends by
-- itself; NULL: not before somebody resumes the queue. Refuses a time that is not in the future,
-- and a reason of more than 1000 characters (AW001). Waits for somebody who changes the queue in a
-- transaction that is open, for 2 s at most (55P03). Workers look again at once when it is resumed,
-- and within two seconds when the pause ends by itself.
CREATE OR REPLACE FUNCTION awa.pause(
  p_queue text, p_paused boolean, p_by text, p_reason text DEFAULT NULL,
  p_until timestamptz DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_before awa.queues;
  v_after  awa.queues;
BEGIN
  IF p_reason IS NOT NULL THEN
    PERFORM awa.check_reason(p_reason);
  END IF;
  IF p_paused AND p_until <= clock_timestamp() THEN
    PERFORM awa.refuse_job('until', p_until::text, 'must be in the future');
  END IF;
  v_before := awa.lock_queue(p_queue);
  UPDATE awa.queues q
  SET paused = p_paused, paused_at = clock_timestamp(), paused_by = p_by,
      paused_reason = CASE WHEN p_paused THEN p_reason END,
      paused_until = CASE WHEN p_paused THEN p_until END
  WHERE q.name = p_queue
  RETURNING * INTO v_after;
  PERFORM awa.note_changes(p_queue, awa.pause_of(v_before), awa.pause_of(v_after), p_by);
  PERFORM awa.tell_settings();
END
$function$;
