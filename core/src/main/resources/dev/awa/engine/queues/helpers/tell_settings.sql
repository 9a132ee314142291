-- Tells all workers that hear notifications to look at the settings of their queues; the others
-- look twice a second. Nothing where the setting awa.notify is off or the notification queue is
-- half full: see awa.wake.
CREATE OR REPLACE FUNCTION awa.tell_settings() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF pg_notification_queue_usage() < 0.5
     AND lower(coalesce(current_setting('awa' || '.notify', true), 'on')) NOT IN ('off', 'false',
                                                                                  'no', '0') THEN
    PERFORM pg_notify(awa.channel(), 'settings');
  END IF;
END
$function$;
