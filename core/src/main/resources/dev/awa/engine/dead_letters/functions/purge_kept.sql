-- Deletes jobs that have failed or were cancelled, as awa.purge does, and answers the ids of those
-- that there were, in the order of ids.
--
-- Lock order: dead_letters, finished_jobs, unique_keys. Index: primary keys.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.purge_kept(job_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
  v_jobs awa.kept_job[];
  v_ids  bigint[];
BEGIN
  PERFORM awa.check_kept_ids(job_ids);
  v_jobs := awa.lock_kept(job_ids, NULL);
  v_ids := ARRAY(SELECT j.job_id FROM unnest(v_jobs) AS j);
  DELETE FROM awa.unique_keys u
  USING unnest(v_jobs) AS j
  WHERE u.unique_key = j.unique_key AND u.job_id = j.job_id;
  DELETE FROM awa.dead_letters d WHERE d.job_id = ANY (v_ids);
  DELETE FROM awa.finished_jobs t WHERE t.job_id = ANY (v_ids);
  RETURN v_ids;
END
$function$;
