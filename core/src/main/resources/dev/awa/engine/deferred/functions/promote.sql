-- Moves up to p_limit deferred jobs that are due into the ready log, looking from p_from on: a
-- caller that remembers how far it came does not walk over the dead index entries of what it moved
-- before. Returns how many were moved, how far it came, and how long to rest: until the next one is
-- due, a second at most (of those that come later and are due before, awa.wake_promoter tells). The
-- transaction is committed without waiting for the disk or a standby: it notifies, and all others
-- that notify wait for it. Lost in a crash of the server, it is done again: the log's order makes a
-- durable closure imply a durable promotion. Rows that somebody else has locked (a cancel, another
-- promoter, a producer that replaces it) are passed over. A unique key that a job holds only while
-- it waits is let go. A row that can't be read makes it fail, unless its job is among p_unreadable:
-- those are moved without what is lost, with a mark that says so (awa.read_job). Index:
-- deferred_by_run_at.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.promote(p_limit integer, p_from timestamptz, p_unreadable bigint[])
RETURNS TABLE (promoted integer, up_to timestamptz, rest interval)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_now    timestamptz := clock_timestamp();
  v_last   timestamptz;
  v_queues text[];
  v_keys   bytea[];  -- that were held until now
  v_ids    bigint[]; -- by whom
  v_gen    bigint := awa.write_gen();
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  WITH due AS MATERIALIZED (
    SELECT d.job_id
    FROM awa.deferred_jobs d
    WHERE d.run_at >= p_from AND d.run_at <= v_now
    ORDER BY d.run_at, d.job_id
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED
  ), moved AS (
    DELETE FROM awa.deferred_jobs d USING due WHERE d.job_id = due.job_id RETURNING d.*
  ), ready AS (
    INSERT INTO awa.ready_entries (
      slot, lane, job_id, run_no, attempt, max_attempts, kind, args, ext)
    SELECT v_gen % 16, m.lane, m.job_id, m.run_no, m.attempt, m.max_attempts,
           CASE WHEN m.job_id = ANY (p_unreadable) THEN (awa.read_job(m.kind, m.args, m.ext)).kind
                ELSE m.kind END,
           CASE WHEN m.job_id = ANY (p_unreadable) THEN (awa.read_job(m.kind, m.args, m.ext)).args
                ELSE m.args END,
           awa.ended_ext(awa.without_waiting_key(
                           awa.as_object(CASE WHEN m.job_id = ANY (p_unreadable)
                                              THEN (awa.read_job(m.kind, m.args, m.ext)).ext
                                              ELSE m.ext END)),
                         m.created_at, NULL, NULL, NULL)
    FROM moved m
    ORDER BY m.run_at, m.job_id
  )
  SELECT count(*), max(m.run_at), array_agg(DISTINCT l.queue),
         array_agg(k.key) FILTER (WHERE k.key IS NOT NULL),
         array_agg(m.job_id) FILTER (WHERE k.key IS NOT NULL)
  INTO promoted, v_last, v_queues, v_keys, v_ids
  FROM moved m
  JOIN awa.lanes l USING (lane)
  CROSS JOIN LATERAL (SELECT awa.waiting_key(
                               CASE WHEN m.job_id = ANY (p_unreadable)
                                      THEN (awa.read_job(m.kind, m.args, m.ext)).ext
                                    ELSE m.ext END) AS key OFFSET 0) AS k;
  PERFORM awa.let_go_due(v_keys, v_ids);
  PERFORM awa.refuse_pruned(v_gen);
  PERFORM awa.wake(VARIADIC v_queues);

  up_to := CASE WHEN promoted < p_limit THEN v_now ELSE v_last END;
  rest := least(interval '1 second', (
    SELECT d.run_at - clock_timestamp()
    FROM awa.deferred_jobs d
    WHERE d.run_at >= coalesce(v_last, p_from)
    ORDER BY d.run_at, d.job_id
    LIMIT 1));
  RETURN NEXT;
END
$function$;
