-- Refuses a state, a queue or a kind by which no job could be found: see awa.read_filter. NULL is
-- any.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_filter(p_state text, p_queue text, p_kind text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_state NOT IN ('scheduled', 'available', 'running', 'retryable', 'waiting_external',
                     'completed', 'failed', 'cancelled') THEN
    PERFORM awa.refuse_job('state', p_state, 'must be scheduled, available, running, retryable, '
                           || 'waiting_external, completed, failed, cancelled or dead_letter');
  END IF;
  IF p_queue IS NOT NULL THEN
    PERFORM awa.check_name('queue', p_queue);
  END IF;
  IF p_kind IS NOT NULL THEN
    PERFORM awa.check_name('kind', p_kind);
  END IF;
END
$function$;
