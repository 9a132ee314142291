-- Enqueues a job in the caller's transaction: the contract for every program that speaks SQL. For
-- many at once there is awa.enqueue_many. Name what you give:
--
--   SELECT job_id
--   FROM awa.enqueue('send_email', '{"to": "a@example.org"}', queue => 'mail', delay => '5 min');
--
-- traceparent and tracestate are those of W3C Trace Context: the trace that the job belongs to. A
-- job without them takes them from the settings awa.traceparent and awa.tracestate, for programs
-- that can't name them in each call: SET LOCAL awa.traceparent = '00-...'. What is no trace context
-- is ignored in a setting, and refused as a parameter.
--
-- What breaks a rule is refused before anything is written (awa.check_job): SQLSTATE AW001, with a
-- JSON object {"field", "value", "rule"} as its detail; fields are called as in Java. (Text that is
-- no JSON at all never gets here: the server's own 22P02 says so. A database of another encoding
-- than UTF8 is refused with AW007.) A delay counts from now on the database's clock.
--
-- unique: {"queue": true, "args": true | ["field", ...], "key": "text", "period": seconds,
--   "hold": ["completed", ...], "on_conflict": "return" | "fail" | "replace", "longest_wait":
--   seconds}
-- Every part is optional; each named field must be in args, if only as null. A duplicate is
-- answered with the job that is there already, or refused with AW003, whose detail {"job_id"} names
-- that job; or it replaces that job while that waits for its time. verdict says what became of the
-- job: 'enqueued', 'duplicate' or 'replaced'; job_id is the job that is there.
--
-- With "replace" the job needs a delay or a time. It takes the place of the one that waits, which
-- keeps its id and is the new job in all else; its time is the new one too, but no later than
-- longest_wait after the first was enqueued. A job whose time has come is not replaced. It has let
-- its key go, so the next one is a job of its own; where the rule holds the key on ("hold"), the
-- next one is a duplicate.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.enqueue(
  kind         text,
  args         json,
  queue        text        DEFAULT 'default',
  priority     integer     DEFAULT 2,
  max_attempts integer     DEFAULT 25,
  run_at       timestamptz DEFAULT NULL,
  delay        interval    DEFAULT NULL,
  deadline     interval    DEFAULT NULL,
  tags         text[]      DEFAULT '{}',
  metadata     json        DEFAULT '{}',
  ordering_key text        DEFAULT NULL,
  "unique"     jsonb       DEFAULT NULL,
  traceparent  text        DEFAULT NULL,
  tracestate   text        DEFAULT NULL
) RETURNS TABLE (job_id bigint, duplicate boolean, verdict text)
LANGUAGE plpgsql VOLATILE ROWS 1 SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_delay  bigint; -- in microseconds
  v_ext    json;
  v_answer record;
BEGIN
  IF getdatabaseencoding() <> 'UTF8' THEN
    PERFORM awa.refuse_unfit();
  END IF;
  PERFORM awa.check_job(kind, args, queue, priority, max_attempts, run_at, delay, deadline, tags,
                        metadata, ordering_key, "unique", traceparent, tracestate);
  v_delay := nullif(ceil(extract(epoch FROM delay) * 1000000)::bigint, 0);
  v_ext := awa.new_ext(tags, metadata, deadline, ordering_key, traceparent, tracestate);
  IF "unique" IS NULL AND run_at IS NULL AND v_delay IS NULL THEN
    job_id := awa.append_one(queue, priority::smallint, ordering_key, kind, args, v_ext,
                             max_attempts::smallint);
    duplicate := false;
    verdict := 'enqueued';
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT a.* INTO v_answer
  FROM awa.append(
    ARRAY[queue], ARRAY[priority]::smallint[], ARRAY[ordering_key], ARRAY[kind], ARRAY[args],
    ARRAY[v_ext], ARRAY[max_attempts]::smallint[], ARRAY[run_at],
    ARRAY[v_delay], ARRAY["unique"]
  ) AS a;
  IF v_answer.verdict = 'refused' THEN
    RAISE EXCEPTION USING
      ERRCODE = 'AW003',
      MESSAGE = format('the job is a duplicate of job %s; nothing was enqueued', v_answer.job_id),
      DETAIL = json_build_object('job_id', v_answer.job_id)::text;
  END IF;
  job_id := v_answer.job_id;
  verdict := v_answer.verdict;
  duplicate := verdict = 'duplicate';
  RETURN NEXT;
END
$function$;
