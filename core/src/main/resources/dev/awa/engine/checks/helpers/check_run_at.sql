-- Refuses a time that is too far away on either side, or given together with a delay.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_run_at(p_run_at timestamptz, p_delay interval) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_run_at NOT BETWEEN to_timestamp(0) AND statement_timestamp() + interval '3650 days' THEN
    PERFORM awa.refuse_job('runAt', p_run_at::text,
                           'must be from 1970-01-01T00:00:00Z to 3650 days ahead');
  ELSIF p_run_at IS NOT NULL AND p_delay IS NOT NULL THEN
    PERFORM awa.refuse_job('delay', p_delay::text,
                           'must not be given together with a time to run at');
  END IF;
END
$function$;
