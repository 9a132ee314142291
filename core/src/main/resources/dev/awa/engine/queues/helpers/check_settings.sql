-- Refuses changes of a queue or a kind that are no object, and one that names a setting that nobody
-- knows or has a value out of its range (awa.setting_ranges). null is good: it takes a setting
-- back.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.check_settings(p_what text, p_changes jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_change record;
  v_rule   record;
BEGIN
  IF jsonb_typeof(p_changes) IS DISTINCT FROM 'object' THEN
    PERFORM awa.refuse_job('settings', p_changes::text, 'must be an object');
  END IF;
  FOR v_change IN SELECT c.key AS name, c.value FROM jsonb_each(p_changes) AS c LOOP
    SELECT * INTO v_rule FROM awa.setting_ranges(p_what) AS r WHERE r.name = v_change.name;
    IF NOT FOUND THEN
      PERFORM awa.refuse_job('settings', v_change.name, 'must be one of ' || (
        SELECT string_agg(r.name, ', ') FROM awa.setting_ranges(p_what) AS r));
    ELSIF v_change.value <> 'null' THEN
      PERFORM awa.check_setting(v_change.name, v_change.value, v_rule.is_time, v_rule.low,
                                v_rule.high);
    END IF;
  END LOOP;
END
$function$;
