-- Locks the job that holds a unique key against all that would move or change it, where it waits
-- for its time and has never been ready (its run is the first); answers whether it does. In the
-- owner's name, for a producer reads no jobs: it locks nothing but the holder of the key that is
-- named. Lock order: the row after its key. Index: primary keys.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.lock_waiting(p_key bytea, p_job_id bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $function$
BEGIN
  PERFORM FROM awa.deferred_jobs d
  WHERE d.job_id = p_job_id AND d.run_no = 1
    AND EXISTS (SELECT FROM awa.unique_keys u
                WHERE u.unique_key = p_key AND u.job_id = p_job_id)
  FOR UPDATE;
  RETURN FOUND;
END
$function$;
