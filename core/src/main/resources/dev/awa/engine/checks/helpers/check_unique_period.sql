-- Refuses the period of a unique rule when it is no number of seconds, or out of range.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_unique_period(p_period jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF jsonb_typeof(p_period) <> 'number' THEN
    PERFORM awa.refuse_job('unique.period', p_period::text, 'must be a number of seconds');
  ELSIF p_period::numeric NOT BETWEEN 1 AND 3650 * 86400 THEN
    PERFORM awa.refuse_job('unique.period', p_period::text, 'must be 1 s to 3650 days');
  END IF;
END
$function$;
