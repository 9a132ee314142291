-- Makes a queue that has seen much, as the engine would have left it: see dev.awa.bench.dashboard.Town. What is written under
-- transaction ids of pg_temp.spend must have been given out while the segment was the head, so that comes first.
CREATE TEMP TABLE shares (lane integer, no integer, claims integer);

CREATE PROCEDURE pg_temp.spend(p_xids integer) LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..p_xids LOOP
    PERFORM pg_current_xact_id();
    COMMIT;
  END LOOP;
END
$$;

CREATE FUNCTION pg_temp.queue(p_no bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT 'queue_' || lpad(p_no::text, 4, '0') $$;

-- The kind of the n-th job of a queue: each queue has three.
CREATE FUNCTION pg_temp.kind(p_queue bigint, p_n bigint, p_kinds integer) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT 'kind_' || lpad(((p_queue + p_n % 3) % p_kinds)::text, 3, '0') $$;

CREATE FUNCTION pg_temp.args(p_n bigint) RETURNS json LANGUAGE sql IMMUTABLE AS
$$ SELECT json_build_object('to', 'user' || p_n || '@example.com', 'subject', 'Your order has shipped',
                            'template', 'order-shipped', 'order', p_n) $$;

-- A lane for each queue, and how many claims of it a segment gets: the first queue has a fifth of all jobs.
CREATE FUNCTION pg_temp.lanes(p_queues integer, p_claims integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO shares
  SELECT awa.lane(pg_temp.queue(q), 2::smallint, 0::smallint) AS lane, q AS no,
         greatest(1, CASE WHEN q = 0 THEN p_claims / 5 ELSE p_claims * 4 / 5 / greatest(1, p_queues - 1) END)::integer AS claims
  FROM generate_series(0, p_queues - 1) AS q;
END
$$;

-- Completed jobs in the current segment, of all queues, so many a claim; the i-th claims of all lanes are of one transaction.
CREATE FUNCTION pg_temp.complete(p_worker bigint, p_size integer, p_kinds integer, p_from timestamptz, p_span interval)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_most integer := (SELECT max(s.claims) FROM shares s);
  v_slot smallint := awa.current_slot();
  v_xid  bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint - v_most;
  v_job  bigint := nextval('awa.job_id_seq');
  v_n    bigint;
BEGIN
  CREATE TEMP TABLE cuts ON COMMIT DROP AS
  SELECT s.lane, s.no, i, v_job + p_size * (row_number() OVER (ORDER BY i, s.lane) - 1) AS job,
         p_from + p_span * (i + random()) / v_most AS at
  FROM shares s, generate_series(0::bigint, s.claims - 1) AS i;
  v_n := (SELECT count(*) FROM cuts) * p_size;
  PERFORM setval('awa.job_id_seq', v_job + v_n);
  CREATE TEMP TABLE cursors ON COMMIT DROP AS
  SELECT (c).lane, (c).claim_no, (c).hi, (c).taken
  FROM (SELECT awa.cursor_of(l, awa.live_slots()) AS c FROM awa.lanes l JOIN shares s ON s.lane = l.lane OFFSET 0) AS c;

  INSERT INTO awa.ready_entries (slot, lane, xid, job_id, ready_at, kind, args)
  SELECT v_slot, c.lane, (v_xid + c.i)::text::xid8, c.job + m, c.at, pg_temp.kind(c.no, m, p_kinds), pg_temp.args(c.job + m)
  FROM cuts c, generate_series(0, p_size - 1) AS m
  ORDER BY c.job, m;

  INSERT INTO awa.claims (slot, lane, claim_no, worker_id, nonce, claimed_at, lo, hi, pos_xid, pos_job_id, xid_min, taken,
                          members)
  SELECT v_slot, c.lane, k.claim_no + 1 + c.i, p_worker, c.job, c.at + interval '20 ms',
         CASE WHEN c.i = 0 THEN k.hi ELSE format('%1$s:%1$s:', v_xid + c.i)::pg_snapshot END,
         format('%1$s:%1$s:', v_xid + c.i + 1)::pg_snapshot, (v_xid + c.i + 1)::text::xid8, 0, (v_xid + c.i)::text::xid8,
         k.taken + (c.i + 1) * p_size, ARRAY(SELECT c.job + m FROM generate_series(0, p_size - 1) AS m)
  FROM cuts c JOIN cursors k ON k.lane = c.lane
  ORDER BY c.job;

  INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, closed_at, outcome, n)
  SELECT v_slot, c.lane, k.claim_no + 1 + c.i, p_worker, c.job, c.at + interval '200 ms', 1, p_size
  FROM cuts c JOIN cursors k ON k.lane = c.lane
  ORDER BY c.job;
  RETURN v_n;
END
$$;

-- Failed and cancelled jobs, dead letters, and jobs that are tried again; the triggers count them.
CREATE FUNCTION pg_temp.fail(p_jobs bigint, p_dead bigint, p_retried bigint, p_kinds integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_job    bigint := nextval('awa.job_id_seq');
  v_queues integer := (SELECT count(*) FROM shares);
BEGIN
  PERFORM setval('awa.job_id_seq', v_job + p_jobs + p_dead + p_retried);
  INSERT INTO awa.finished_jobs (job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, state, reason, kind,
                                 args, ext)
  SELECT v_job + n, t.at, t.at - interval '1 minute', s.lane, 1, 1, 25, CASE WHEN n % 3 = 0 THEN 'cancelled' ELSE 'failed' END,
         'java.net.ConnectException: Connection refused by 10.0.0.' || n % 50, pg_temp.kind(s.no, n, p_kinds), pg_temp.args(n),
         '{}'
  FROM generate_series(0, p_jobs - 1) AS n
  JOIN shares s ON s.no = n % v_queues,
  LATERAL (SELECT clock_timestamp() - interval '2 days' * (1 - n::float / p_jobs) AS at) AS t
  ORDER BY n;
  INSERT INTO awa.dead_letters (job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, reason, kind, args, ext)
  SELECT v_job + p_jobs + n, t.at, t.at - interval '1 hour', s.lane, 5, 5, 5,
         'java.lang.IllegalStateException: no such customer ' || n % 20, pg_temp.kind(s.no, n, p_kinds), pg_temp.args(n), '{}'
  FROM generate_series(0, p_dead - 1) AS n
  JOIN shares s ON s.no = n % greatest(1, v_queues / 10),
  LATERAL (SELECT clock_timestamp() - interval '2 days' * (1 - n::float / p_dead) AS at) AS t
  ORDER BY n;
  INSERT INTO awa.deferred_jobs (job_id, run_at, created_at, lane, run_no, attempt, state, kind, args, ext)
  SELECT v_job + p_jobs + p_dead + n, clock_timestamp() + interval '2 hours' + n * interval '1 ms', clock_timestamp(), s.lane,
         2, 1, 'retryable', pg_temp.kind(s.no, n, p_kinds), pg_temp.args(n), '{}'
  FROM generate_series(0, p_retried - 1) AS n
  JOIN shares s ON s.no = n % v_queues
  ORDER BY n;
END
$$;

-- What was measured: two kinds of each queue, each minute of the last hour, each five minutes of two days, each hour of a week; and
-- what the queues held each minute of the last day.
CREATE FUNCTION pg_temp.measure(p_level integer, p_step interval, p_before interval, p_until interval, p_kinds integer)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO awa.timings (slot, at, queue, kind, completed, retried, failed, cancelled, snoozed, put_back, wait_us, wait_max_us,
                           waits, run_us, run_max_us, runs)
  SELECT awa.timing_slot(p_level, t), t, pg_temp.queue(s.no), pg_temp.kind(s.no, k, p_kinds), 90, 3, 2, 1, 0, 0, 5000000, 90000,
         ARRAY[256 * 50 + 12, 256 * 30 + 16, 256 * 16 + 22, 256 * 4 + 30], 20000000, 900000,
         ARRAY[256 * 20 + 20, 256 * 50 + 26, 256 * 20 + 30, 256 * 10 + 36]
  FROM generate_series(date_bin(p_step, clock_timestamp() - p_before, '2000-01-01 00:00:00+00'),
                       clock_timestamp() - p_until, p_step) AS t,
       shares s, generate_series(0, 1) AS k
  ORDER BY s.no, t
$$;

CREATE FUNCTION pg_temp.measure_depths(p_before interval) RETURNS void LANGUAGE sql AS $$
  INSERT INTO awa.depths (slot, at, queue, available, running, scheduled, retryable, lag_us)
  SELECT awa.depth_slot(t), t, pg_temp.queue(s.no), 1000 + extract(minute FROM t), 3, 20, 5, 60000000
  FROM generate_series(date_trunc('minute', clock_timestamp() - p_before), clock_timestamp(), interval '1 minute') AS t, shares s
  ORDER BY s.no, t
  ON CONFLICT DO NOTHING
$$;

-- Operations that have ended, and who asked for what.
CREATE FUNCTION pg_temp.note(p_operations integer, p_audit integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO awa.operations (submitted_at, moved_at, ended_at, changed, expected, action, submitted_by, reason, filter, change)
  SELECT clock_timestamp() - n * interval '1 hour', clock_timestamp() - n * interval '1 hour' + interval '1 minute',
         clock_timestamp() - n * interval '1 hour' + interval '1 minute', 1000, 1000, 'cancel', 'anna', 'not wanted',
         jsonb_build_object('queue', pg_temp.queue(n)), '{}'
  FROM generate_series(p_operations, 1, -1) AS n;
  INSERT INTO awa.audit (asked_at, jobs, asked_by, action, outcome, target, came_from, details)
  SELECT clock_timestamp() - n * interval '1 minute', 1, 'person ' || n % 20,
         (ARRAY['job-cancel', 'job-retry', 'queue-pause', 'queue-set'])[1 + n % 4], 'done', pg_temp.queue(n % 100), '10.0.0.7',
         '{"reason": "deploy"}'
  FROM generate_series(p_audit, 1, -1) AS n
$$
