-- Lets go of the unique keys that jobs hold whose ext is lost (awa.read_job), so that neither the
-- key nor for which states it is held can be told. Reads all keys, for there is no index by job;
-- does nothing when no job is named.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.let_go_lost_keys(p_jobs bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_jobs <> '{}' THEN
    DELETE FROM awa.unique_keys u WHERE u.job_id = ANY (p_jobs);
  END IF;
END
$function$;
