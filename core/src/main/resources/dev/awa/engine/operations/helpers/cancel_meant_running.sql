-- Cancels some jobs that run, for an operation: see awa.cancel_running. One that has moved since,
-- and one whose worker somebody keeps, is to be looked at again. The others' workers are kept from
-- claiming meanwhile: so a worker is waited for 50 ms, and no longer than a moment after one wait
-- was in vain.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.cancel_meant_running(p_jobs awa.meant_job[], p_reason text)
RETURNS awa.treated
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_job     awa.meant_job;
  v_treated awa.treated := ROW(0, 0, 0, 0, '{}', '[]');
  v_usual   text := current_setting('lock_timeout');
BEGIN
  PERFORM set_config('lock_timeout', '50ms', true);
  FOREACH v_job IN ARRAY p_jobs LOOP
    BEGIN
      IF awa.cancel_running(v_job.job_id, p_reason) THEN
        v_treated.changed := v_treated.changed + 1;
      ELSE
        v_treated.again := v_treated.again || v_job.job_id;
      END IF;
    EXCEPTION WHEN lock_not_available THEN
      v_treated.again := v_treated.again || v_job.job_id;
      PERFORM set_config('lock_timeout', '1ms', true);
    END;
  END LOOP;
  PERFORM set_config('lock_timeout', v_usual, true);
  RETURN v_treated;
END
$function$;
