-- Deletes a schedule and what is noted of its fires; its jobs stay. Answers whether there was one.
-- Waits for somebody who changes it in a transaction that is open, for 2 s at most (55P03).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.delete_schedule(p_name text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  DELETE FROM awa.schedules s WHERE s.name = p_name;
  RETURN FOUND;
END
$function$;
