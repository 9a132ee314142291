-- Refuses a time that is shorter than p_min or longer than p_max seconds. Months count as 30 days
-- and years as 365.25, as in every interval that is not added to a date.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_span(
  p_field text, p_span interval, p_min numeric, p_max numeric, p_rule text
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_seconds numeric := extract(epoch FROM p_span);
BEGIN
  IF v_seconds NOT BETWEEN p_min AND p_max THEN
    PERFORM awa.refuse_job(p_field, p_span::text, p_rule);
  END IF;
END
$function$;
