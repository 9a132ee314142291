-- The pause of a queue in words, as the history of its changes has it: an object without anything
-- where it is not paused.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.pause_of(p_queue awa.queues) RETURNS jsonb
LANGUAGE sql STABLE AS $function$
  SELECT CASE WHEN awa.is_paused(p_queue) THEN jsonb_build_object('paused', concat_ws(', ',
           coalesce('until ' || to_char(p_queue.paused_until AT TIME ZONE 'UTC',
                                        'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'until resumed'),
           p_queue.paused_reason))
         ELSE '{}' END;
$function$;
