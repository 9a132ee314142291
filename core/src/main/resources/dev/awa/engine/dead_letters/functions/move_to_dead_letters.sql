-- Makes dead letters of failed jobs that are none, for instance of a queue that kept none. Answers
-- how many there were, and awa.move_failed which; others are left alone. Part of the caller's
-- transaction. Takes up to 1000 ids, others are refused with 22023.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.move_to_dead_letters(VARIADIC job_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN cardinality(awa.move_failed(job_ids));
END
$function$;
