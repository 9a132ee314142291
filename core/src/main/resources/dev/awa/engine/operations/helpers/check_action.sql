-- Refuses what no operation can do: see awa.submit_operation.
-- For: reader, operator.
CREATE OR REPLACE FUNCTION awa.check_action(p_filter jsonb, p_action text, p_change jsonb)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_treats text[] := awa.states_of_action(p_action);
  v_filter awa.job_filter := awa.filter_of_action(p_filter, p_action);
BEGIN
  IF v_treats IS NULL THEN
    PERFORM awa.refuse_job('action', p_action, 'must be cancel, delete, edit, '
                                               'move_to_dead_letters or retry');
  END IF;
  IF (v_filter.looks OR coalesce(v_filter.state, v_filter.queue, v_filter.kind) IS NOT NULL
      OR v_filter.ids IS NOT NULL OR p_filter -> 'all' = 'true') IS NOT TRUE THEN
    PERFORM awa.refuse_job('filter', p_filter::text,
                           'must have a condition, or {"all": true}, which means every job');
  END IF;
  IF v_filter.state <> ALL (v_treats) THEN
    PERFORM awa.refuse_job('state', v_filter.state, format(
      'must be %s, which %s treats', array_to_string(v_treats, ' or '), p_action));
  END IF;
  PERFORM awa.read_change(p_change, NULL);
  IF p_action NOT IN ('edit', 'retry') AND jsonb_strip_nulls(p_change) <> '{}' THEN
    PERFORM awa.refuse_job('change', p_change::text, 'must be empty for ' || p_action);
  ELSIF p_action = 'edit' AND jsonb_strip_nulls(p_change) = '{}' THEN
    PERFORM awa.refuse_job('change', p_change::text,
                           'must have one of queue, priority, max_attempts, run_at, delay');
  ELSIF p_change ? 'form' THEN
    PERFORM awa.refuse_job('change', 'form', 'must not have arguments: those are of one job');
  END IF;
END
$function$;
