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
  v_before text;
BEGIN
  PERFORM awa.check_name('owner', p_owner);
  SELECT s.owner INTO v_before
  FROM awa.schedules s
  WHERE s.name = p_name AND (p_from IS NULL OR s.owner = p_from)
  FOR UPDATE;
  UPDATE awa.schedules s
  SET owner = p_owner, changed_by = v_by, changed_at = clock_timestamp()
  WHERE s.name = p_name AND v_before IS NOT NULL;
  RETURN v_before;
END
$function$;
