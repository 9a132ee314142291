-- Changes for how long jobs of a kind are kept, in every queue: keep_failed for failed and
-- cancelled jobs, keep_dead_letters for dead letters. p_changes: an object, '{"keep_failed":
-- "30 days", "keep_dead_letters": null}'; null takes a setting back, and one that is not named
-- stays as it is. Times are intervals, as text or as seconds. What is set of a kind wins over its
-- queue, and the queue over the storage. Answers the settings that were changed, as awa.set_queue
-- does.
--
-- Refuses a setting that kinds do not have, and a value out of its range (AW001). Waits for
-- somebody who changes the kind in a transaction that is open, for 2 s at most (55P03). The leader
-- goes by a change from its next turn on, and waits for nobody. p_by: who changes it; NULL: the
-- role of the session.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.set_kind(p_kind text, p_changes jsonb, p_by text DEFAULT NULL)
RETURNS TABLE (setting text, before text, after text, set_by text, set_at timestamptz)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by     text := coalesce(p_by, session_user);
  v_before awa.kinds;
  v_after  awa.kinds;
BEGIN
  PERFORM awa.check_name('kind', p_kind);
  PERFORM awa.check_name('by', v_by);
  PERFORM awa.check_settings('kind', p_changes);
  v_before := awa.lock_kind(p_kind);
  v_after := jsonb_populate_record(v_before, p_changes);
  UPDATE awa.kinds k
  SET keep_failed = v_after.keep_failed, keep_dead_letters = v_after.keep_dead_letters
  WHERE k.name = p_kind;
  RETURN QUERY SELECT * FROM awa.note_changes(
    'kind', p_kind, awa.kind_settings(v_before), awa.kind_settings(v_after), v_by);
END
$function$;
