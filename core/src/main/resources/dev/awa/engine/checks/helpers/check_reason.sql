-- Refuses the reason of a cancellation that is missing, empty or too long.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.check_reason(p_reason text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF (char_length(p_reason) BETWEEN 1 AND 1000) IS NOT TRUE THEN
    PERFORM awa.refuse_job('reason', p_reason, 'must be 1 to 1000 characters');
  END IF;
END
$function$;
