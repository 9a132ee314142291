-- Refuses a filter of jobs by which nothing could be found: see awa.list_jobs. NULL is any state,
-- queue or kind.
CREATE OR REPLACE FUNCTION awa.check_filter(
  p_state text, p_queue text, p_kind text, p_limit integer
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_state NOT IN ('scheduled', 'available', 'running', 'retryable', 'waiting_external',
                     'completed', 'failed', 'cancelled') THEN
    PERFORM awa.refuse_job('state', p_state, 'must be scheduled, available, running, retryable, '
                           || 'waiting_external, completed, failed or cancelled');
  END IF;
  IF p_queue IS NOT NULL THEN
    PERFORM awa.check_name('queue', p_queue);
  END IF;
  IF p_kind IS NOT NULL THEN
    PERFORM awa.check_name('kind', p_kind);
  END IF;
  PERFORM awa.check_number('limit', p_limit, 10000);
END
$function$;
