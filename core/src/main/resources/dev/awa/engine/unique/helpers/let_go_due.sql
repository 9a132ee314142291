-- Lets go of unique keys that jobs held while they waited for their time, which has come. The
-- caller has moved the jobs. Does nothing when none is named. Index: primary key.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.let_go_due(p_keys bytea[], p_job_ids bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $function$
BEGIN
  IF p_keys IS NOT NULL THEN
    DELETE FROM awa.unique_keys u
    USING unnest(p_keys, p_job_ids) AS d (key, job_id)
    WHERE u.unique_key = d.key AND u.job_id = d.job_id;
  END IF;
END
$function$;
