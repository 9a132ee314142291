-- Refuses the value of one setting of a queue that is not of its kind or out of its range. See
-- awa.setting_ranges.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.check_setting(
  p_name text, p_value jsonb, p_is_time boolean, p_low numeric, p_high numeric
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_text   text := p_value #>> '{}';
  v_rule   text := CASE WHEN p_low IS NULL THEN 'must be true or false'
                        WHEN p_is_time THEN format('must be %s s to %s s', p_low, p_high)
                        ELSE format('must be %s to %s', p_low, p_high) END;
  v_number numeric;
BEGIN
  IF p_low IS NULL THEN
    IF jsonb_typeof(p_value) <> 'boolean' THEN
      PERFORM awa.refuse_job(p_name, v_text, v_rule);
    END IF;
    RETURN;
  END IF;
  IF jsonb_typeof(p_value) NOT IN ('number', 'string') THEN -- '[1]' reads as an interval of 1 s
    PERFORM awa.refuse_job(p_name, v_text, v_rule);
  END IF;
  BEGIN
    v_number := CASE WHEN p_is_time THEN extract(epoch FROM v_text::interval)
                     ELSE v_text::integer END;
  EXCEPTION WHEN data_exception THEN
    PERFORM awa.refuse_job(p_name, v_text, v_rule);
  END;
  IF (v_number BETWEEN p_low AND p_high) IS NOT TRUE THEN
    PERFORM awa.refuse_job(p_name, v_text, v_rule);
  END IF;
END
$function$;
