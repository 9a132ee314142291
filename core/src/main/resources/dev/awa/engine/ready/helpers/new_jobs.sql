-- The jobs that some JSON objects describe, in their order, checked: see awa.enqueue_many. Refuses
-- what it can't take without saying which of them it is (awa.refuse_jobs does).
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.new_jobs(p_jobs json[]) RETURNS SETOF awa.new_job
LANGUAGE plpgsql VOLATILE ROWS 1000 AS $function$
BEGIN
  PERFORM awa.refuse_job('job', e.job::text, 'must be a JSON object')
  FROM unnest(p_jobs) AS e (job)
  WHERE json_typeof(e.job) IS DISTINCT FROM 'object';

  PERFORM awa.refuse_job(f.name, f.value::text, w.flaw)
  FROM unnest(p_jobs) AS e (job)
  CROSS JOIN LATERAL json_each(e.job) AS f (name, value)
  CROSS JOIN LATERAL (
    SELECT CASE
             WHEN f.name NOT IN ('kind', 'args', 'queue', 'priority', 'max_attempts', 'run_at',
                                 'delay', 'deadline', 'tags', 'metadata', 'ordering_key', 'unique',
                                 'traceparent', 'tracestate')
               THEN 'must be left out: a job has kind, args, queue, priority, max_attempts, '
                    'run_at, delay, deadline, tags, metadata, ordering_key, unique, traceparent '
                    'and tracestate'
             WHEN f.name IN ('kind', 'queue', 'ordering_key', 'traceparent', 'tracestate')
                  AND json_typeof(f.value) IN ('object', 'array')
               THEN 'must be a JSON string'
             WHEN f.name = 'tags' AND json_typeof(f.value) = 'array'
                  AND EXISTS (SELECT FROM json_array_elements(f.value) AS t (tag)
                              WHERE json_typeof(t.tag) IN ('object', 'array'))
               THEN 'must be an array of JSON strings'
           END) AS w (flaw)
  WHERE w.flaw IS NOT NULL;

  RETURN QUERY
    SELECT j.queue, j.priority::smallint, j.ordering_key, j.kind, j.args,
           awa.new_ext(j.tags, j.metadata, j.deadline, j.ordering_key, j.traceparent,
                       j.tracestate),
           j.max_attempts::smallint, j.run_at,
           nullif(ceil(extract(epoch FROM j.delay) * 1000000)::bigint, 0), j."unique"
    FROM (
      SELECT e.ord, f.kind,
             -- as it was written: a record takes over objects alone without reading them
             CASE WHEN json_typeof(f.args) = 'object' THEN f.args ELSE e.job -> 'args' END AS args,
             coalesce(f.queue, 'default') AS queue,
             coalesce(f.priority, 2) AS priority,
             coalesce(f.max_attempts, 25) AS max_attempts,
             f.run_at, f.delay, f.deadline,
             coalesce(f.tags, '{}') AS tags,
             coalesce(f.metadata, '{}') AS metadata,
             f.ordering_key, f."unique", f.traceparent, f.tracestate
      FROM unnest(p_jobs) WITH ORDINALITY AS e (job, ord)
      CROSS JOIN LATERAL json_to_record(e.job) AS f (
        kind text, args json, queue text, priority integer, max_attempts integer,
        run_at timestamptz, delay interval, deadline interval, tags text[], metadata json,
        ordering_key text, "unique" jsonb, traceparent text, tracestate text)
      OFFSET 0) AS j
    CROSS JOIN LATERAL awa.check_job(
      j.kind, j.args, j.queue, j.priority, j.max_attempts, j.run_at, j.delay, j.deadline, j.tags,
      j.metadata, j.ordering_key, j."unique", j.traceparent, j.tracestate) AS checked
    ORDER BY j.ord;
END
$function$;
