-- Takes away every job of a queue that waits: for a worker, or for its time. What runs, runs on. A
-- job whose transaction is open stays, and so does every job that comes later. Answers how many
-- jobs there were in each state, and when. Nothing is left of them: they are in no state, in no
-- history, and can't run again. Their unique keys are let go. There is no way back.
--
-- Keeps who did so in awa.queue_purges, for 90 days: a later purge of the queue deletes what is
-- older. p_by has 1 to 200 characters, as the name of the queue has; others are refused with AW001.
-- Refuses as awa.require_own_transaction does, and with 55P03 when it can't have a stripe of the
-- queue within 2 s, or a job that waits for its time. Claims of the queue wait meanwhile.
--
-- Deferred jobs go first: one that is promoted meanwhile is seen in the ready log afterwards.
--
-- Lock order: stripes (in order), claims, deferred_jobs (by unique key), unique_keys.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.purge_queue(p_queue text, p_by text)
RETURNS TABLE (available bigint, scheduled bigint, retryable bigint, purged_at timestamptz)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
#variable_conflict use_column
DECLARE
  v_deferred record;
  v_lane     integer;
BEGIN
  PERFORM awa.check_name('queue', p_queue);
  PERFORM awa.check_name('by', p_by);
  PERFORM awa.require_own_transaction('a purge');
  PERFORM awa.require_read_committed('a purge');
  PERFORM awa.lock_or_refuse(awa.stripe_lock(p_queue, s.stripe),
                             format('stripe %s of queue "%s"', s.stripe, p_queue))
  FROM (SELECT DISTINCT l.stripe FROM awa.lanes l WHERE l.queue = p_queue ORDER BY l.stripe) AS s;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  SELECT d.scheduled, d.retryable INTO v_deferred FROM awa.purge_deferred(p_queue) AS d;
  scheduled := v_deferred.scheduled;
  retryable := v_deferred.retryable;
  available := 0;
  FOR v_lane IN
    SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue ORDER BY l.lane
  LOOP
    available := available + awa.purge_lane(v_lane);
  END LOOP;
  purged_at := clock_timestamp();
  DELETE FROM awa.queue_purges p
  WHERE p.queue = p_queue AND p.purged_at < purge_queue.purged_at - interval '90 days';
  INSERT INTO awa.queue_purges (queue, purged_at, purged_by, available, scheduled, retryable)
  VALUES (p_queue, purge_queue.purged_at, p_by, purge_queue.available, purge_queue.scheduled,
          purge_queue.retryable);
  RETURN NEXT;
END
$function$;
