-- Locks those of some jobs that are kept after they failed or were cancelled, in the order of ids,
-- but those that somebody else has locked. Answers which. Index: primary keys.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_kept_meant(p_jobs awa.meant_job[]) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids bigint[] := ARRAY(SELECT j.job_id FROM unnest(p_jobs) AS j WHERE j.lane IS NULL);
BEGIN
  RETURN ARRAY(SELECT d.job_id
               FROM (SELECT x.job_id
                     FROM awa.dead_letters x
                     WHERE x.job_id = ANY (v_ids)
                     ORDER BY x.job_id
                     FOR UPDATE SKIP LOCKED) AS d
               UNION ALL
               SELECT t.job_id
               FROM (SELECT x.job_id
                     FROM awa.finished_jobs x
                     WHERE x.job_id = ANY (v_ids)
                     ORDER BY x.job_id
                     FOR UPDATE SKIP LOCKED) AS t);
END
$function$;
