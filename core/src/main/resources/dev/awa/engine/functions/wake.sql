-- Tells sleeping workers of a queue that there is work, once per queue and transaction.
-- NOTIFY serializes the commits of all notifying transactions, and a full notification queue makes the
-- caller's commit fail: so only while somebody sleeps, and never when that queue is half full.
CREATE OR REPLACE FUNCTION awa.wake(p_queue text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF EXISTS (SELECT FROM awa.sleepers s WHERE s.queue = p_queue AND s.asleep)
     AND pg_notification_queue_usage() < 0.5 THEN
    PERFORM pg_notify(awa.channel(), p_queue);
  END IF;
END
$function$;
