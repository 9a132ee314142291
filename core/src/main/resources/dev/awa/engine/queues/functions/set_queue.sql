-- Changes settings of a queue for all of its workers, which take them within a second of the
-- commit. p_changes: an object, '{"concurrency": 5, "poll": "200ms", "deadline": null}'; null takes
-- a setting back, and settings that are not named stay as they are. Times are intervals, as text or
-- as seconds. Answers the settings that were changed: what each was before and is now (times in
-- seconds, NULL: not set), and who had set it last and when, so that of two people who change one
-- setting the second learns what is overwritten.
--
-- Refuses a setting that nobody knows, a value out of its range, and a longest retry delay below
-- the first, whichever of the two is changed (AW001). Waits for somebody who changes the queue in a
-- transaction that is open, for 2 s at most (55P03); producers and workers wait for nobody. p_by:
-- who changes it; NULL: the role of the session.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.set_queue(p_queue text, p_changes jsonb, p_by text DEFAULT NULL)
RETURNS TABLE (setting text, before text, after text, set_by text, set_at timestamptz)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by     text := coalesce(p_by, session_user);
  v_before awa.queues;
  v_after  awa.queues;
BEGIN
  PERFORM awa.check_name('queue', p_queue);
  PERFORM awa.check_name('by', v_by);
  PERFORM awa.check_settings('queue', p_changes);
  v_before := awa.lock_queue(p_queue);
  v_after := jsonb_populate_record(v_before, p_changes);
  PERFORM awa.check_retry_delays(p_changes, v_after.retry_delay, v_after.longest_retry_delay);
  UPDATE awa.queues q
  SET (stripes, aging, dead_letters, concurrency, poll, claim_size, deadline, max_attempts,
       retry_delay, longest_retry_delay, keep_completed, keep_failed, keep_dead_letters)
    = (SELECT v_after.stripes, v_after.aging, v_after.dead_letters, v_after.concurrency,
              v_after.poll, v_after.claim_size, v_after.deadline, v_after.max_attempts,
              v_after.retry_delay, v_after.longest_retry_delay, v_after.keep_completed,
              v_after.keep_failed, v_after.keep_dead_letters)
  WHERE q.name = p_queue;
  RETURN QUERY SELECT * FROM awa.note_changes(
    'queue', p_queue, awa.settings_of(v_before), awa.settings_of(v_after), v_by);
  PERFORM awa.tell_all('settings');
END
$function$;
