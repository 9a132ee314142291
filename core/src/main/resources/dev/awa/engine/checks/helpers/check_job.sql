-- Refuses a job that breaks a rule, as awa.enqueue is given it: whichever way to enqueue it came,
-- with the same words. The limits are those of dev.awa.Limits. What most jobs do not have is not
-- asked for.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_job(
  p_kind text, p_args json, p_queue text, p_priority integer, p_max_attempts integer,
  p_run_at timestamptz, p_delay interval, p_deadline interval, p_tags text[], p_metadata json,
  p_ordering_key text, p_unique jsonb, p_traceparent text, p_tracestate text
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  PERFORM awa.check_name('kind', p_kind);
  PERFORM awa.check_name('queue', p_queue);
  PERFORM awa.check_number('priority', p_priority, 4);
  PERFORM awa.check_number('maxAttempts', p_max_attempts, 1000);
  PERFORM awa.check_json('args', p_args, 1048576);
  IF p_tags IS DISTINCT FROM '{}' THEN
    PERFORM awa.check_tags(p_tags);
  END IF;
  IF p_metadata::text IS DISTINCT FROM '{}' THEN
    PERFORM awa.check_metadata(p_metadata);
  END IF;
  IF p_deadline IS NOT NULL THEN
    PERFORM awa.check_span('deadline', p_deadline, 0.001, 7 * 86400, 'must be 1 ms to 7 days');
  END IF;
  IF p_ordering_key IS NOT NULL THEN
    PERFORM awa.check_name('orderingKey', p_ordering_key);
  END IF;
  IF p_traceparent IS NOT NULL OR p_tracestate IS NOT NULL THEN
    PERFORM awa.check_trace(p_traceparent, p_tracestate);
  END IF;
  IF p_run_at IS NOT NULL OR p_delay IS NOT NULL THEN
    PERFORM awa.check_run_at(p_run_at, p_delay);
    PERFORM awa.check_span('delay', p_delay, 0, 3650 * 86400, 'must be 0 to 3650 days');
  END IF;
  IF p_unique IS NOT NULL THEN
    PERFORM awa.check_unique(p_unique);
    PERFORM awa.check_unique_fields(p_unique -> 'args', p_args);
    IF p_unique ->> 'on_conflict' = 'replace' AND p_run_at IS NULL
       AND coalesce(p_delay, '0') = '0' THEN
      PERFORM awa.refuse_job('unique.onConflict', 'replace',
                             'must not be used without a delay or a time to run at: a job is '
                             'replaced while it waits for its time');
    END IF;
  END IF;
END
$function$;
