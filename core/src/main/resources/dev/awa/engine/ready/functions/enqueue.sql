-- Enqueues a job in the caller's transaction: the contract for every program that speaks SQL. Name
-- what you give:
--   SELECT job_id FROM awa.enqueue('send_email', '{"to": "a@example.org"}', queue => 'mail', delay
--     => '5 minutes');
-- The limits are those of dev.awa.Limits, and what breaks one is refused before anything is
-- written: SQLSTATE AW001, with a JSON object {"field", "value", "rule"} as its detail; fields are
-- called as in Java. (Text that is no JSON at all never gets here: the server's own 22P02 says so.
-- A database of another encoding than UTF8 is refused with AW007.) A delay counts from now on the
-- database's clock. unique: {"queue": true, "args": true | ["field", ...], "key": "text", "period":
-- seconds, "hold": ["completed", ...], "on_conflict": "return" | "fail"}, every part optional; each
-- named field must be in args, if only as null. A duplicate is answered with the job that is there
-- already, or refused with AW003, whose detail {"job_id"} names that job.
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
  "unique"     jsonb       DEFAULT NULL
) RETURNS TABLE (job_id bigint, duplicate boolean)
LANGUAGE plpgsql VOLATILE ROWS 1 SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_deadline numeric;
  v_delay    numeric;
  v_ext      json;
  v_answer   record;
BEGIN
  IF getdatabaseencoding() <> 'UTF8' THEN
    PERFORM awa.refuse_unfit();
  END IF;
  PERFORM awa.check_name('kind', kind);
  PERFORM awa.check_name('queue', queue);
  PERFORM awa.check_number('priority', priority, 4);
  PERFORM awa.check_number('maxAttempts', max_attempts, 1000);
  PERFORM awa.check_json('args', args, 1048576);
  PERFORM awa.check_tags(tags);
  PERFORM awa.check_metadata(metadata);
  v_deadline := awa.check_span('deadline', deadline, 0.001, 7 * 86400, 'must be 1 ms to 7 days');
  IF ordering_key IS NOT NULL THEN
    PERFORM awa.check_name('orderingKey', ordering_key);
  END IF;
  PERFORM awa.check_run_at(run_at, delay);
  v_delay := awa.check_span('delay', delay, 0, 3650 * 86400, 'must be 0 to 3650 days');
  IF "unique" IS NOT NULL THEN
    PERFORM awa.check_unique("unique");
    PERFORM awa.check_unique_fields("unique" -> 'args', args);
  END IF;

  v_ext := awa.new_ext(tags, metadata, ceil(v_deadline * 1000)::bigint, ordering_key);
  v_delay := nullif(v_delay, 0);
  IF "unique" IS NULL AND run_at IS NULL AND v_delay IS NULL THEN
    job_id := awa.append_one(queue, priority::smallint, ordering_key, kind, args, v_ext,
                             max_attempts::smallint);
    duplicate := false;
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT a.* INTO v_answer
  FROM awa.append(
    ARRAY[queue], ARRAY[priority]::smallint[], ARRAY[ordering_key], ARRAY[kind], ARRAY[args],
    ARRAY[v_ext], ARRAY[max_attempts]::smallint[], ARRAY[run_at],
    ARRAY[ceil(v_delay * 1000000)::bigint], ARRAY["unique"]
  ) AS a;
  IF v_answer.verdict = 'refused' THEN
    RAISE EXCEPTION USING
      ERRCODE = 'AW003',
      MESSAGE = format('the job is a duplicate of job %s; nothing was enqueued', v_answer.job_id),
      DETAIL = json_build_object('job_id', v_answer.job_id)::text;
  END IF;
  job_id := v_answer.job_id;
  duplicate := v_answer.verdict = 'duplicate';
  RETURN NEXT;
END
$function$;
