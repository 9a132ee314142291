-- Submits an operation: something is done to every job that a filter means (awa.read_filter) and
-- that is there now, however many these are. Answers the id of the operation; the leader works it
-- off after the commit, and awa.operations_now shows how far it is. Part of the caller's
-- transaction, in any isolation level; locks nothing that others wait for.
--
-- action: 'retry', runs failed and cancelled jobs again, with what change says (awa.retry_changed);
-- 'cancel', cancels jobs that wait or run, with the reason; 'edit', changes jobs that wait
-- (awa.edit), as change says: queue, priority, max_attempts, run_at, delay; 'delete', deletes jobs
-- that have finished (awa.delete_job); 'move_to_dead_letters', makes dead letters of failed jobs
-- that are none (awa.move_to_dead_letters). Jobs in other states are not meant. Spans of time in
-- the filter, and a delay, count from now. A filter without any condition is refused, unless it
-- says {"all": true}. expected: how many jobs a preview has counted, for the progress bar.
--
-- Refuses with AW001: a bad filter, a state that the action does not treat, an unknown action, a
-- change that breaks a rule or that the action does not take, a name that is not 1 to 200
-- characters, a reason that is not 1 to 1000 characters.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.submit_operation(
  filter jsonb, action text, submitted_by text, reason text, change jsonb DEFAULT '{}',
  expected bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
#variable_conflict use_variable
DECLARE
  v_id bigint;
BEGIN
  PERFORM awa.check_name('by', submitted_by);
  PERFORM awa.check_reason(reason);
  PERFORM awa.check_action(filter, action, change);
  INSERT INTO awa.operations (action, submitted_by, reason, filter, change, expected)
  VALUES (action, submitted_by, reason, awa.fixed_filter(filter), awa.fixed_change(change),
          expected)
  RETURNING id INTO v_id;
  PERFORM awa.tell_all('operation');
  RETURN v_id;
END
$function$;
