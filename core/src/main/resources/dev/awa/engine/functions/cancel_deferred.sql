-- Cancels a job that waits for its time; false when it does not. The row decides between this and a promotion.
CREATE OR REPLACE FUNCTION awa.cancel_deferred(p_job_id bigint, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_job awa.deferred_jobs;
BEGIN
  DELETE FROM awa.deferred_jobs d WHERE d.job_id = p_job_id RETURNING d.* INTO v_job;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM awa.keep_cancelled(v_job.job_id, v_job.lane, v_job.run_lease, v_job.attempt, v_job.max_attempts, v_job.kind,
                             v_job.args, awa.as_object(v_job.ext), v_job.created_at, p_reason);
  RETURN true;
END
$function$;
