-- Refuses the states of a unique rule when they are no list of finished states.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_unique_hold(p_states jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF jsonb_typeof(p_states) <> 'array' THEN
    PERFORM awa.refuse_job('unique.heldAfter', p_states::text, 'must be a list of states');
  ELSIF p_states IS NOT NULL THEN
    PERFORM awa.refuse_job('unique.heldAfter', s.state #>> '{}',
                           'must be completed, failed or cancelled: live jobs always hold their '
                           'key')
    FROM jsonb_array_elements(p_states) AS s (state)
    WHERE s.state NOT IN ('"completed"', '"failed"', '"cancelled"');
  END IF;
END
$function$;
