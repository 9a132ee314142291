-- Deletes a schedule and what is noted of its fires; its jobs stay, and so does the history of its
-- changes, for as long as the audit is kept. Answers whether there was one. Waits for somebody who
-- changes it in a transaction that is open, for 2 s at most (55P03).
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.delete_schedule(p_name text, p_by text DEFAULT NULL)
RETURNS boolean
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
  PERFORM awa.note_schedules(
    ARRAY[p_name], 'deleted', NULL,
    format('it was %s, %s, of owner %s', v_before.expression, v_before.zone, v_before.owner), v_by);
  DELETE FROM awa.schedules s WHERE s.name = p_name;
  RETURN true;
END
$function$;
