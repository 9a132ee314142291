-- Reads what is to be changed of a job: a JSON object with any of the fields queue, priority,
-- max_attempts, run_at (a time), delay (a span), and form, which the library notes of new arguments
-- (their version, whether they are encrypted); and the arguments. What is missing or null leaves
-- the job as it is. What breaks a rule is refused with AW001, as of a job that is enqueued.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.read_change(p_change jsonb, p_args json) RETURNS awa.job_change
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  c_fields CONSTANT text[] := '{queue,priority,max_attempts,run_at,delay,form}';
  v_change awa.job_change;
  v_field  text;
  v_delay  interval;
BEGIN
  IF jsonb_typeof(p_change) IS DISTINCT FROM 'object' THEN
    PERFORM awa.refuse_job('change', p_change::text, 'must be a JSON object');
  END IF;
  FOR v_field IN SELECT k FROM jsonb_object_keys(p_change) AS k WHERE k <> ALL (c_fields) LOOP
    PERFORM awa.refuse_job('change', v_field, 'must have only the fields '
                                              || array_to_string(c_fields, ', '));
  END LOOP;
  BEGIN
    v_field := 'priority';
    v_change.priority := (p_change ->> v_field)::smallint;
    v_field := 'max_attempts';
    v_change.max_attempts := (p_change ->> v_field)::smallint;
    v_field := 'run_at';
    v_change.run_at := (p_change ->> v_field)::timestamptz;
    v_field := 'delay';
    v_delay := (p_change ->> v_field)::interval;
  EXCEPTION WHEN data_exception THEN
    PERFORM awa.refuse_job(v_field, p_change ->> v_field,
                           CASE v_field WHEN 'priority' THEN 'must be 1 to 4'
                                        WHEN 'max_attempts' THEN 'must be 1 to 1000'
                                        WHEN 'run_at' THEN 'must be a time'
                                        ELSE 'must be a span of time' END);
  END;
  v_change.queue := p_change ->> 'queue';
  v_change.args := p_args;
  v_change.form := p_change -> 'form';
  PERFORM awa.check_change(v_change, v_delay);
  v_change.run_at := coalesce(v_change.run_at, clock_timestamp() + v_delay);
  RETURN v_change;
END
$function$;
