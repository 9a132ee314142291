-- Tells sleeping workers that this transaction brings work to some queues, once per queue and transaction: the words are
-- its id and the queue, so that whoever has claimed all that it brought need not look.
-- NOTIFY serializes the commits of all notifying transactions, and a full notification queue makes the
-- caller's commit fail: so only while somebody sleeps, and never when that queue is half full.
CREATE OR REPLACE FUNCTION awa.wake(VARIADIC p_queues text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  IF EXISTS (SELECT FROM awa.sleepers s WHERE s.queue = ANY (p_queues) AND s.asleep)
     AND pg_notification_queue_usage() < 0.5 THEN
    PERFORM pg_notify(awa.channel(), pg_current_xact_id() || ' ' || q.queue)
    FROM (SELECT DISTINCT s.queue FROM awa.sleepers s WHERE s.queue = ANY (p_queues) AND s.asleep) AS q;
  END IF;
END
$function$;
