-- Runs jobs again that have failed or were cancelled, as they are: see awa.retry_changed.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.retry(VARIADIC job_ids bigint[])
RETURNS TABLE (job_id bigint, verdict text, holder bigint)
LANGUAGE plpgsql VOLATILE ROWS 100 SET search_path = pg_catalog, pg_temp
SET jit = off AS $function$
BEGIN
  RETURN QUERY SELECT r.* FROM awa.retry_changed(job_ids) AS r;
END
$function$;
