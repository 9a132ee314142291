-- Lets go of the unique keys that some jobs hold, which are purged. There is no index by job, so
-- all keys are read, once; none when no job is named.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.let_go_purged(p_jobs bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = on SET enable_nestloop = off
SET enable_mergejoin = off SET jit = off AS $function$
BEGIN
  IF p_jobs <> '{}' THEN
    DELETE FROM awa.unique_keys u USING unnest(p_jobs) AS j (job_id) WHERE u.job_id = j.job_id;
  END IF;
END
$function$;
