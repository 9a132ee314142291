-- Writes down what was done to schedules, in the history of each (awa.setting_changes). Its caller
-- has their rows. p_setting: paused, retired, owner, version, triggered or deleted; the same before
-- and after is no change.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.note_schedules(
  p_names text[], p_setting text, p_before text, p_after text, p_by text
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_name   text;
  v_before jsonb := jsonb_strip_nulls(jsonb_build_object(p_setting, p_before));
  v_after  jsonb := jsonb_strip_nulls(jsonb_build_object(p_setting, p_after));
BEGIN
  FOREACH v_name IN ARRAY p_names LOOP
    PERFORM awa.note_changes('schedule', v_name, v_before, v_after, p_by);
  END LOOP;
END
$function$;
