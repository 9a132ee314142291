-- Tells all workers that hear notifications a word: settings, to look at the settings of their
-- queues; operation, that one was submitted. The others look by themselves. Nothing where the
-- setting awa.notify is off or the notification queue is half full: see awa.wake.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.tell_all(p_word text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF pg_notification_queue_usage() < 0.5
     AND lower(coalesce(current_setting('awa' || '.notify', true), 'on')) NOT IN ('off', 'false',
                                                                                  'no', '0') THEN
    PERFORM pg_notify(awa.channel(), p_word);
  END IF;
END
$function$;
