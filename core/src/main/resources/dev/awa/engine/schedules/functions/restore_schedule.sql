-- Brings a retired schedule back. What was planned meanwhile is not made up for. A paused one stays
-- paused. Answers whether there is such a schedule. Waits for somebody who changes it in a
-- transaction that is open, for 2 s at most (55P03).
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.restore_schedule(p_name text, p_by text) RETURNS boolean
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
  SET retired_at = NULL, retired_by = NULL, changed_by = v_by,
      changed_at = clock_timestamp(),
      fired_through = greatest(s.fired_through, clock_timestamp()),
      due_at = CASE WHEN s.paused_at IS NULL THEN clock_timestamp() END
  WHERE s.name = p_name AND s.retired_at IS NOT NULL;
  PERFORM awa.note_schedules(ARRAY[p_name], 'retired', awa.retirement_of(v_before), NULL, v_by);
  RETURN true;
END
$function$;
