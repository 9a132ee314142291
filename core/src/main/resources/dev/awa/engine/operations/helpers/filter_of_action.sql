-- Which jobs an operation means: its filter, and of failed jobs that are to be dead letters only
-- those that are none. Refuses what awa.read_filter refuses.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.filter_of_action(p_filter jsonb, p_action text)
RETURNS awa.job_filter
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_filter awa.job_filter := awa.read_filter(CASE WHEN jsonb_typeof(p_filter) = 'object'
                                                    THEN p_filter - 'all'
                                                  ELSE p_filter END);
BEGIN
  IF p_action = 'move_to_dead_letters' THEN
    IF v_filter.dead_letter THEN
      PERFORM awa.refuse_job('state', 'dead_letter', 'must be failed: those are dead letters now');
    END IF;
    v_filter.dead_letter := false;
  END IF;
  RETURN v_filter;
END
$function$;
