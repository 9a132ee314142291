-- A time of a filter: one of the calendar, or a negative span from now on. NULL when it is missing.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.filter_time(p_filter jsonb, p_field text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_text text := p_filter ->> p_field;
BEGIN
  RETURN CASE WHEN v_text ~ '^-[0-9]' THEN clock_timestamp() + v_text::interval
              ELSE v_text::timestamptz END;
EXCEPTION WHEN data_exception THEN
  PERFORM awa.refuse_job(p_field, v_text,
                         'must be a time, or a span like -7200 seconds: so long ago');
END
$function$;
