-- Pauses a schedule: it fires nothing until awa.resume_schedule. A fire that waits for the job
-- before it is dropped. Answers whether there is such a schedule. Waits for somebody who changes it
-- in a transaction that is open, for 2 s at most (55P03).
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.pause_schedule(p_name text, p_by text, p_reason text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by     text := awa.acting(p_by);
  v_before awa.schedules;
  v_after  awa.schedules;
BEGIN
  PERFORM awa.check_reason(p_reason);
  SELECT * INTO v_before FROM awa.lock_schedules(ARRAY[p_name]);
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE awa.schedules s
  SET paused_at = clock_timestamp(), paused_by = v_by, paused_reason = p_reason,
      due_at = NULL, waiting_at = NULL
  WHERE s.name = p_name
  RETURNING * INTO v_after;
  PERFORM awa.note_schedules(ARRAY[p_name], 'paused', awa.pause_of_schedule(v_before),
                             awa.pause_of_schedule(v_after), v_by);
  RETURN true;
END
$function$;
