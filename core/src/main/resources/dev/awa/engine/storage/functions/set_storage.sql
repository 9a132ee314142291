-- Changes the settings of the storage; the leader goes by them with its next step. p_changes: an
-- object, '{"keep_history": 7200}', times in seconds; settings that are not named stay as they are.
-- Answers the settings that were changed: what each was before and is now, and who had set it last
-- and when. Waits as awa.hold_settings does. Its caller has checked the values. p_by: who changes
-- them.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.set_storage(p_changes jsonb, p_by text)
RETURNS TABLE (setting text, before text, after text, set_by text, set_at timestamptz)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_before awa.storage_state;
  v_after  awa.storage_state;
BEGIN
  PERFORM awa.check_name('by', p_by);
  PERFORM awa.hold_settings();
  SELECT s.* INTO STRICT v_before FROM awa.storage_state s;
  v_after := jsonb_populate_record(v_before, p_changes);
  UPDATE awa.storage_state s
  SET (rotate_after, rotate_bytes, keep_history, keep_bytes, keep_failed, keep_dead_letters,
       keep_audit)
    = (SELECT v_after.rotate_after, v_after.rotate_bytes, v_after.keep_history, v_after.keep_bytes,
              v_after.keep_failed, v_after.keep_dead_letters, v_after.keep_audit);
  RETURN QUERY SELECT * FROM awa.note_changes(
    'storage', 'storage', awa.storage_settings_of(v_before), awa.storage_settings_of(v_after),
    p_by);
END
$function$;
