-- Takes the row of a queue to change it, and makes it where the queue has none. Waits for somebody
-- who changes the queue in a transaction that is open, as long as lock_timeout says (55P03).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.lock_queue(p_queue text) RETURNS awa.queues
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_queue awa.queues;
BEGIN
  INSERT INTO awa.queues (name) VALUES (p_queue) ON CONFLICT (name) DO NOTHING;
  SELECT * INTO v_queue FROM awa.queues q WHERE q.name = p_queue FOR UPDATE;
  RETURN v_queue;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('the policy of queue "%s" is', p_queue),
    awa.users_of(ARRAY['awa.queues'], '{AccessShareLock}'));
  RETURN NULL;
END
$function$;
