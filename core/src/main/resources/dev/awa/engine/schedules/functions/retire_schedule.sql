-- Retires a schedule: it fires nothing, and stays to be looked at and restored. No declaration
-- brings it back. Answers whether there is such a schedule. Waits for somebody who changes it in a
-- transaction that is open, for 2 s at most (55P03).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.retire_schedule(p_name text, p_by text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  UPDATE awa.schedules s
  SET retired_at = clock_timestamp(), retired_by = p_by, due_at = NULL, waiting_at = NULL
  WHERE s.name = p_name;
  RETURN FOUND;
END
$function$;
