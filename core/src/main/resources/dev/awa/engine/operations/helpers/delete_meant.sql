-- Deletes some jobs that have finished, for an operation: see awa.purge and awa.delete_job.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.delete_meant(p_jobs awa.meant_job[]) RETURNS awa.treated
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids     bigint[] := awa.lock_kept_meant(p_jobs);
  v_deleted bigint := awa.purge(VARIADIC v_ids);
  v_answers text[] := ARRAY(SELECT awa.delete_job(j.job_id)
                            FROM unnest(p_jobs) AS j
                            WHERE j.lane IS NOT NULL);
BEGIN
  v_deleted := v_deleted + cardinality(array_positions(v_answers, 'deleted'));
  RETURN ROW(
    v_deleted, cardinality(v_answers) - cardinality(array_positions(v_answers, 'deleted')), 0, 0,
    ARRAY(SELECT j.job_id
          FROM unnest(p_jobs) AS j
          WHERE j.lane IS NULL AND j.job_id <> ALL (v_ids)),
    '[]')::awa.treated;
END
$function$;
