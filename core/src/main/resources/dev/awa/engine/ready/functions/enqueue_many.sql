-- Enqueues many jobs in the caller's transaction: what awa.enqueue does for one, for programs that
-- speak SQL and not Java. A job is an object whose fields are called as the parameters of
-- awa.enqueue; one that is missing, or null, has the default. Times are texts as PostgreSQL reads
-- them, or seconds for delay and deadline.
--
--   SELECT index, job_id, verdict
--   FROM awa.enqueue_many('[{"kind": "mail", "args": {"to": "a@example.org"}},
--                           {"kind": "mail", "args": {"to": "b@example.org"}, "delay": 60}]');
--
-- Answers a row a job, in their order: its index, from 0; its id; or, where its unique key is held,
-- the id of the job that holds it, which may be one before it in the call; whether it is a
-- duplicate; and the verdict, as awa.enqueue has it. Of several that replace one job the last
-- counts.
--
-- All or nothing. What breaks a rule is refused before anything is written, as awa.enqueue does,
-- with the job in front: "jobs[3]: priority: must be 1 to 4, got 9", and {"index": 3} in the
-- detail. So is a field that no job has, and more than 100,000 jobs. A job that is a duplicate and
-- whose rule says {"on_conflict": "fail"} is refused with AW003, and with it the whole call; the
-- detail is {"index", "job_id"}, without a job_id where an earlier job of the call has the key.
--
-- Unique keys are taken in key order for the whole call, so two calls never wait for each other in
-- a circle; rows are written a thousand at a time. Lock order: unique_keys before ready, as
-- awa.append.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.enqueue_many(jobs json)
RETURNS TABLE (index integer, job_id bigint, duplicate boolean, verdict text)
LANGUAGE plpgsql VOLATILE ROWS 1000
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET jit = off AS $function$
DECLARE
  v_jobs         json[];
  v_queues       text[];
  v_priorities   smallint[];
  v_keys         text[];
  v_kinds        text[];
  v_args         json[];
  v_exts         json[];
  v_max_attempts smallint[];
  v_run_ats      timestamptz[];
  v_delays       bigint[];
  v_uniques      jsonb[];
  v_ids          bigint[];
  v_unique_keys  bytea[];
  v_owners       bigint[];
  v_replaced     bigint[] := '{}';
  v_to           integer;
BEGIN
  IF getdatabaseencoding() <> 'UTF8' THEN
    PERFORM awa.refuse_unfit();
  ELSIF json_typeof(jobs) IS DISTINCT FROM 'array' THEN
    PERFORM awa.refuse_job('jobs', jobs::text, 'must be a JSON array of objects');
  ELSIF json_array_length(jobs) > 100000 THEN
    PERFORM awa.refuse_job('jobs', format('%s jobs', json_array_length(jobs)),
                           'must be at most 100000 jobs');
  ELSIF json_array_length(jobs) = 0 THEN
    RETURN;
  END IF;
  v_jobs := ARRAY(SELECT e.job FROM json_array_elements(jobs) AS e (job));
  BEGIN
    SELECT array_agg(j.queue), array_agg(j.priority), array_agg(j.ordering_key),
           array_agg(j.kind), array_agg(j.args), array_agg(j.ext), array_agg(j.max_attempts),
           array_agg(j.run_at), array_agg(j.delay_us), array_agg(j."unique")
    INTO v_queues, v_priorities, v_keys, v_kinds, v_args, v_exts, v_max_attempts, v_run_ats,
         v_delays, v_uniques
    FROM awa.new_jobs(v_jobs) AS j;
  EXCEPTION WHEN data_exception OR SQLSTATE 'AW001' THEN
    PERFORM awa.refuse_jobs(v_jobs);
    RAISE;
  END;

  v_ids := awa.new_ids(cardinality(v_jobs));
  v_owners := v_ids;
  IF array_remove(v_uniques, NULL) <> '{}' THEN
    v_unique_keys := awa.compute_unique_keys(v_kinds, v_queues, v_args, v_uniques);
    v_owners := awa.hold_all_or_none(v_ids, v_unique_keys, v_uniques);
    PERFORM awa.refuse_duplicates(v_ids, v_owners, v_uniques);
  END IF;
  FOR v_from IN 1 .. cardinality(v_jobs) BY 1000 LOOP
    v_to := v_from + 999;
    v_replaced := v_replaced || awa.append_held(
      v_queues[v_from : v_to], v_priorities[v_from : v_to], v_keys[v_from : v_to],
      v_kinds[v_from : v_to], v_args[v_from : v_to], v_exts[v_from : v_to],
      v_max_attempts[v_from : v_to], v_run_ats[v_from : v_to], v_delays[v_from : v_to],
      v_uniques[v_from : v_to], v_ids[v_from : v_to], v_unique_keys[v_from : v_to],
      v_owners[v_from : v_to]);
  END LOOP;
  RETURN QUERY
    SELECT v.ordinal - 1, v.job_id, v.verdict = 'duplicate', v.verdict
    FROM awa.verdicts_of(v_ids, v_owners, v_uniques, v_replaced) AS v;
END
$function$;
