-- One job as awa.jobs shows it, however many claims there are. The claim log is locked before the
-- snapshot is taken: see awa.cursor_of.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.find_job(p_id bigint) RETURNS SETOF awa.jobs
LANGUAGE plpgsql VOLATILE ROWS 1 SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  RETURN QUERY SELECT * FROM awa.job_as_of_now(p_id);
END
$function$;
