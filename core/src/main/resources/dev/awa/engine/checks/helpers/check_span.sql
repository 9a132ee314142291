-- The seconds of a time that is as long as it may be (p_min to p_max seconds; NULL: none is given);
-- refuses it otherwise. Months count as 30 days and years as 365.25, as in every interval that is
-- not added to a date.
CREATE OR REPLACE FUNCTION awa.check_span(
  p_field text, p_span interval, p_min numeric, p_max numeric, p_rule text
) RETURNS numeric
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_seconds numeric := extract(epoch FROM p_span);
BEGIN
  IF v_seconds NOT BETWEEN p_min AND p_max THEN
    PERFORM awa.refuse_job(p_field, p_span::text, p_rule);
  END IF;
  RETURN v_seconds;
END
$function$;
