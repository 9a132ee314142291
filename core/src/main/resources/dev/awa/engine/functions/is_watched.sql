-- Whether a worker watches a queue: it looks every few milliseconds, and has permits. Index: sleepers_watch, one probe.
CREATE OR REPLACE FUNCTION awa.is_watched(p_queue text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM awa.sleepers s WHERE s.queue = p_queue AND s.watches);
END
$function$;
