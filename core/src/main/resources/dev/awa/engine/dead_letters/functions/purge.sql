-- Deletes jobs that have failed or were cancelled, with their errors, and lets go of the unique
-- keys that they still hold. Answers how many there were; awa.purge_kept answers which. Their
-- outputs go with their segments. Part of the caller's transaction. Takes up to 1000 ids, others
-- are refused with 22023. Waits while another transaction retries or purges one of the jobs.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.purge(VARIADIC job_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN cardinality(awa.purge_kept(job_ids));
END
$function$;
