-- Refuses a change of a job that breaks a rule, in the words in which a job is refused.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_change(p_change awa.job_change, p_delay interval)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_change.queue IS NOT NULL THEN
    PERFORM awa.check_name('queue', p_change.queue);
  END IF;
  IF p_change.priority IS NOT NULL THEN
    PERFORM awa.check_number('priority', p_change.priority, 4);
  END IF;
  IF p_change.max_attempts IS NOT NULL THEN
    PERFORM awa.check_number('maxAttempts', p_change.max_attempts, 1000);
  END IF;
  IF p_change.args IS NOT NULL THEN
    PERFORM awa.check_json('args', p_change.args, 1048576);
  END IF;
  IF p_change.run_at IS NOT NULL OR p_delay IS NOT NULL THEN
    PERFORM awa.check_run_at(p_change.run_at, p_delay);
    PERFORM awa.check_span('delay', p_delay, 0, 3650 * 86400, 'must be 0 to 3650 days');
  END IF;
END
$function$;
