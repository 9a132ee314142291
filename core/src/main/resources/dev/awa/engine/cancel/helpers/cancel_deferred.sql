-- Cancels a job that waits for its time, without what can't be read of it (awa.read_job); false
-- when it does not wait. The row decides between this and a promotion; it is waited for as long as
-- lock_timeout says, then who has it is named (55P03).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.cancel_deferred(p_job_id bigint, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET jit = off AS $function$
DECLARE
  v_job  awa.deferred_jobs;
  v_read record;
BEGIN
  DELETE FROM awa.deferred_jobs d WHERE d.job_id = p_job_id RETURNING d.* INTO v_job;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT * INTO v_read FROM awa.read_job(v_job.kind, v_job.args, v_job.ext);
  PERFORM awa.keep_cancelled(v_job.job_id, v_job.lane, v_job.run_no, v_job.attempt,
                             v_job.max_attempts, v_read.kind,
                             v_read.args, awa.as_object(v_read.ext), v_job.created_at, p_reason);
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('job %s, which waits for its time, is', p_job_id),
    awa.lockers_of('awa.deferred_jobs',
                   ARRAY(SELECT d.xmax FROM awa.deferred_jobs d WHERE d.job_id = p_job_id)));
END
$function$;
