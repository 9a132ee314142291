-- Retires a schedule: it fires nothing, and stays to be looked at and restored. No declaration
-- brings it back. Answers whether there is such a schedule. Waits for somebody who changes it in a
-- transaction that is open, for 2 s at most (55P03).
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.retire_schedule(p_name text, p_by text) RETURNS boolean
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
  SET retired_at = clock_timestamp(), retired_by = v_by, due_at = NULL, waiting_at = NULL
  WHERE s.name = p_name;
  PERFORM awa.note_schedules(ARRAY[p_name], 'retired', awa.retirement_of(v_before), 'by hand',
                             v_by);
  RETURN true;
END
$function$;
