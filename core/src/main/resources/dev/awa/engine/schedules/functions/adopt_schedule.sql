-- Gives a schedule another owner. p_from: who must own it; NULL: whoever does. Answers who owned it
-- before; NULL when there is no such schedule, or when another owns it. Waits for somebody who
-- changes it in a transaction that is open, for 2 s at most (55P03).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.adopt_schedule(p_name text, p_owner text, p_from text, p_by text)
RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_before text;
BEGIN
  SELECT s.owner INTO v_before
  FROM awa.schedules s
  WHERE s.name = p_name AND (p_from IS NULL OR s.owner = p_from)
  FOR UPDATE;
  UPDATE awa.schedules s
  SET owner = p_owner, changed_by = p_by, changed_at = clock_timestamp()
  WHERE s.name = p_name AND v_before IS NOT NULL;
  RETURN v_before;
END
$function$;
