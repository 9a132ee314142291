-- The states in which the action of an operation treats a job. NULL: there is no such action. This
-- is the one place that says so; dev.awa.Action has the same table.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.states_of_action(p_action text) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $function$
  SELECT CASE p_action WHEN 'retry'  THEN '{failed,cancelled}'::text[]
                       WHEN 'cancel' THEN '{scheduled,retryable,available,running}'
                       WHEN 'edit'   THEN '{scheduled,retryable,available}'
                       WHEN 'delete' THEN '{completed,failed,cancelled}'
                       WHEN 'move_to_dead_letters' THEN '{failed}' END;
$function$;
