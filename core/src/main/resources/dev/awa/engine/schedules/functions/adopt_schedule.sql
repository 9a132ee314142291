-- Gives a schedule another owner. p_from: who must own it; NULL: whoever does. Answers who owned it
-- before; NULL when there is no such schedule, or when another owns it. Waits for somebody who
-- changes it in a transaction that is open, for 2 s at most (55P03).
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.adopt_schedule(p_name text, p_owner text, p_from text, p_by text)
RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by     text := awa.acting(p_by);
  v_before awa.schedules;
BEGIN
  PERFORM awa.check_name('owner', p_owner);
  SELECT * INTO v_before FROM awa.lock_schedules(ARRAY[p_name]);
  IF NOT FOUND OR v_before.owner <> p_from THEN
    RETURN NULL;
  END IF;
  UPDATE awa.schedules s
  SET owner = p_owner, changed_by = v_by, changed_at = clock_timestamp()
  WHERE s.name = p_name;
  PERFORM awa.note_schedules(ARRAY[p_name], 'owner', v_before.owner, p_owner, v_by);
  RETURN v_before.owner;
END
$function$;
