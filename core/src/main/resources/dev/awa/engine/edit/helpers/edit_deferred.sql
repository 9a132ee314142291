-- Changes a job that waits for its time; false when it does not wait. The row decides between this
-- and a promotion; it is waited for as long as lock_timeout says, then who has it is named (55P03).
-- One that is in none of p_queues is refused (awa.refuse_foreign). It stays a deferred job, and is
-- promoted at once where it is due: due now and not before, or awa.promote would pass it by.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.edit_deferred(
  p_job_id bigint, p_change awa.job_change, p_queues text[]
) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET jit = off AS $function$
DECLARE
  v_job awa.deferred_jobs;
  v_was awa.lanes;
BEGIN
  SELECT d.* INTO v_job FROM awa.deferred_jobs d WHERE d.job_id = p_job_id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT l.* INTO v_was FROM awa.lanes l WHERE l.lane = v_job.lane;
  PERFORM awa.refuse_foreign(p_job_id, v_was.queue, p_queues);
  UPDATE awa.deferred_jobs d
  SET lane = awa.lane_after(v_was, p_change, d.ext),
      run_at = CASE WHEN p_change.run_at IS NULL THEN d.run_at
                    ELSE greatest(p_change.run_at, clock_timestamp()) END,
      max_attempts = coalesce(p_change.max_attempts, d.max_attempts),
      args = coalesce(p_change.args, d.args),
      ext = awa.changed_ext(awa.as_object(d.ext), p_change)::json
  WHERE d.job_id = p_job_id;
  PERFORM awa.wake_promoter(p_change.run_at);
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('job %s, which waits for its time, is', p_job_id),
    awa.lockers_of('awa.deferred_jobs',
                   ARRAY(SELECT d.xmax FROM awa.deferred_jobs d WHERE d.job_id = p_job_id)));
END
$function$;
