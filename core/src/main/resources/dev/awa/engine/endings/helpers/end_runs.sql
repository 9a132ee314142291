-- Does what the outcomes of just closed runs ask for. One object a run in p_endings:
--   closure (index of its closure in the batch), ordinal, slot, xid, job_id, run_no: which run;
--   then: 'done' | 'again' | 'dead' | 'cancelled';
--   again: delay_us (0: into the ready log at once), state (scheduled, retryable), attempt (of the next run);
--   dead, cancelled: reason;
--   error (an object, appended to the job's errors with the time and the name of the worker), progress, output: optional;
--   unreadable: why its row can't be read, if that is known. It ends without what is lost (awa.read_job).
-- Runs that were found stale are passed over. A row that was written past the engine, with an attempt that has no next
-- or a unique key that is none, ends like any other. A job whose row says that it was copied without what it lost has no next run:
-- where that is asked for it is dead. Index: ready_by_lane.
CREATE OR REPLACE FUNCTION awa.end_runs(
  p_batch awa.closing[], p_stale awa.closing[], p_endings jsonb, p_worker bigint
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_queues text[];
  v_due    timestamptz;
  v_lost   bigint[]; -- jobs whose ext is lost
  v_gen    bigint := awa.write_gen();
  v_stamp  jsonb := jsonb_build_object(
    'at', clock_timestamp(), 'worker', (SELECT w.name FROM awa.workers w WHERE w.id = p_worker));
BEGIN
  WITH ended AS MATERIALIZED (
    SELECT CASE WHEN e."then" = 'again' AND x.ext ? 'unreadable' THEN 'dead' ELSE e."then" END AS "then",
           e.delay_us, e.state, e.attempt AS next_attempt, coalesce(e.reason, 'unreadable') AS reason, e.output,
           r.lane, r.job_id, r.run_no, least(r.attempt, 32766::smallint) AS attempt, r.max_attempts,
           CASE WHEN e.unreadable IS NULL THEN r.kind ELSE (awa.read_job(r.kind, r.args, r.ext)).kind END AS kind,
           CASE WHEN e.unreadable IS NULL THEN r.args ELSE (awa.read_job(r.kind, r.args, r.ext)).args END AS args,
           r.ready_at,
           awa.created_at(x.ext, r.ready_at) AS created_at,
           awa.ended_ext(x.ext, r.ready_at, e.error || v_stamp, e.progress) AS ext,
           x.ext -> 'unique' AS held, x.ext ? 'unreadable_ext' AS lost
    FROM jsonb_to_recordset(p_endings) AS e (
           closure integer, ordinal smallint, slot smallint, xid xid8, job_id bigint, run_no integer,
           "then" text, delay_us bigint, state text, attempt smallint, reason text, error jsonb, progress jsonb, output text,
           unreadable text)
    JOIN unnest(p_batch) AS b ON b.i = e.closure
    JOIN awa.ready_entries r
      ON r.slot IN (e.slot, -1) AND r.lane = b.lane AND r.xid = e.xid AND r.job_id = e.job_id AND r.run_no = e.run_no
    CROSS JOIN LATERAL (
      SELECT awa.as_object(CASE WHEN e.unreadable IS NULL THEN r.ext
                                ELSE (awa.read_job(r.kind, r.args, r.ext)).ext END) AS ext
      OFFSET 0) AS x -- once a row, not once for each time it is asked for
    WHERE NOT EXISTS (SELECT FROM unnest(p_stale) AS s
                      WHERE s.i = e.closure AND (s.ordinals IS NULL OR e.ordinal = ANY (s.ordinals)))
  ), ready_again AS (
    INSERT INTO awa.ready_entries (slot, lane, job_id, run_no, attempt, max_attempts, kind, args, ext)
    SELECT v_gen % 16, e.lane, e.job_id, e.run_no + 1, e.next_attempt, e.max_attempts, e.kind, e.args, e.ext
    FROM ended e
    WHERE e."then" = 'again' AND e.delay_us <= 0
    RETURNING lane
  ), deferred AS (
    INSERT INTO awa.deferred_jobs (job_id, run_at, created_at, lane, run_no, attempt, max_attempts, state, kind, args, ext)
    SELECT e.job_id, clock_timestamp() + e.delay_us * interval '1 microsecond', e.created_at, e.lane, e.run_no + 1,
           e.next_attempt, e.max_attempts, e.state, e.kind, e.args, e.ext
    FROM ended e
    WHERE e."then" = 'again' AND e.delay_us > 0
    RETURNING run_at
  ), dead AS (
    INSERT INTO awa.dead_letters (job_id, created_at, lane, run_no, attempt, max_attempts, reason, kind, args, ext)
    SELECT e.job_id, e.created_at, e.lane, e.run_no, e.attempt + 1, e.max_attempts, e.reason, e.kind, e.args, e.ext
    FROM ended e
    WHERE e."then" = 'dead' AND awa.keeps_dead_letters(e.lane)
  ), terminal AS (
    INSERT INTO awa.finished_jobs (job_id, created_at, lane, run_no, attempt, max_attempts, state, reason, kind, args, ext)
    SELECT e.job_id, e.created_at, e.lane, e.run_no, e.attempt + 1, e.max_attempts,
           CASE e."then" WHEN 'dead' THEN 'failed' ELSE 'cancelled' END, e.reason, e.kind, e.args, e.ext
    FROM ended e
    WHERE e."then" = 'cancelled' OR (e."then" = 'dead' AND NOT awa.keeps_dead_letters(e.lane))
  ), output AS (
    INSERT INTO awa.attempt_outputs (slot, job_id, run_no, attempt, output)
    SELECT v_gen % 16, e.job_id, e.run_no, e.attempt + 1, e.output
    FROM ended e
    WHERE e.output IS NOT NULL
  ), ended_held AS (
    SELECT e.job_id,
           CASE WHEN e.held ->> 'key' ~ '^([0-9a-f]{2})+$' THEN decode(e.held ->> 'key', 'hex') END AS key,
           e.held -> 'hold' ? CASE e."then" WHEN 'done' THEN 'completed' WHEN 'dead' THEN 'failed' ELSE 'cancelled' END AS holds_on,
           e."then" = 'done' AS done
    FROM ended e
    WHERE e.held IS NOT NULL AND e."then" <> 'again'
  ), let_go AS (
    DELETE FROM awa.unique_keys u
    USING ended_held h
    WHERE u.unique_key = h.key AND u.job_id = h.job_id AND NOT h.holds_on
  ), held_on AS (
    UPDATE awa.unique_keys u SET let_go_gen = v_gen
    FROM ended_held h
    WHERE u.unique_key = h.key AND u.job_id = h.job_id AND h.holds_on AND h.done AND u.let_go_at IS NULL
  )
  SELECT (SELECT array_agg(DISTINCT l.queue) FROM ready_again r JOIN awa.lanes l USING (lane)),
         (SELECT min(d.run_at) FROM deferred d),
         (SELECT array_agg(e.job_id) FROM ended e WHERE e.lost)
  INTO v_queues, v_due, v_lost;
  PERFORM awa.let_go_lost_keys(v_lost);
  PERFORM awa.refuse_pruned(v_gen);
  PERFORM awa.wake(VARIADIC v_queues);
  PERFORM awa.wake_promoter(v_due);
END
$function$;
