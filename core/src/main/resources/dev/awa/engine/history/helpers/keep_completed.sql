-- How long the completed jobs in a slot are kept: as long as that queue wants which wants it
-- longest, of those with claims there. The lanes are looked at only where some queue has a time of
-- its own.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.keep_completed(p_slot smallint, p_usual interval) RETURNS interval
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM awa.queues q WHERE q.keep_completed IS NOT NULL) THEN
    RETURN p_usual;
  END IF;
  RETURN coalesce(
    (SELECT max(coalesce(q.keep_completed, p_usual))
     FROM awa.lanes_in_claims(p_slot) AS c (lane)
     JOIN awa.lanes l ON l.lane = c.lane
     LEFT JOIN awa.queues q ON q.name = l.queue),
    interval '0');
END
$function$;
