-- Lets a schedule go on that is paused, or that a wrong clock has settled far into the future: what
-- is planned up to now is settled, so what was missed is not made up for, and what is planned from
-- now on is fired unless it was (awa.schedule_fires). Its next time is looked up by the leader.
-- Answers whether there is such a schedule. Waits for somebody who changes it in a transaction that
-- is open, for 2 s at most (55P03).
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.resume_schedule(p_name text, p_by text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by     text := awa.acting(p_by);
  v_before awa.schedules;
BEGIN
  SELECT * INTO v_before FROM awa.lock_schedules(ARRAY[p_name]);
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE awa.schedules s
  SET paused_at = NULL, paused_by = NULL, paused_reason = NULL,
      fired_through = clock_timestamp(),
      due_at = CASE WHEN s.retired_at IS NULL THEN clock_timestamp() END,
      changed_by = v_by
  WHERE s.name = p_name;
  PERFORM awa.note_schedules(ARRAY[p_name], 'paused', awa.pause_of_schedule(v_before), NULL, v_by);
  RETURN true;
END
$function$;
