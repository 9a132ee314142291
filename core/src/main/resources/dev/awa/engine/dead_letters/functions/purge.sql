-- Deletes jobs that have failed or were cancelled: see awa.purge_kept. Answers how many there were.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.purge(VARIADIC job_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN cardinality(awa.purge_kept(job_ids));
END
$function$;
