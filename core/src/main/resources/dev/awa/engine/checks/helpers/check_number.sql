-- Refuses a number that is missing, or not from 1 to p_max.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_number(p_field text, p_number integer, p_max integer)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF (p_number BETWEEN 1 AND p_max) IS NOT TRUE THEN
    PERFORM awa.refuse_job(p_field, p_number::text, format('must be 1 to %s', p_max));
  END IF;
END
$function$;
