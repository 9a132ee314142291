-- Refuses a text that is to name something and is missing, empty or too long. Any characters are
-- good.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_name(p_field text, p_name text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF (char_length(p_name) BETWEEN 1 AND 200) IS NOT TRUE THEN
    PERFORM awa.refuse_job(p_field, p_name, 'must be 1 to 200 characters');
  END IF;
END
$function$;
