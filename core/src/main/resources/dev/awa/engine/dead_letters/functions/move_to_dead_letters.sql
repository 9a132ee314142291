-- Makes dead letters of failed jobs that are none: see awa.move_failed. Answers how many there
-- were.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.move_to_dead_letters(VARIADIC job_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN cardinality(awa.move_failed(job_ids));
END
$function$;
