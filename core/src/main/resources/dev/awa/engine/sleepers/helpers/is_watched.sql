-- Whether a worker watches a queue: it looks every few milliseconds, and has permits. Its word
-- counts while one that watches has looked within two seconds: one that stands still looks no more,
-- and its word stays until a leader takes it out. That is told by a sequence (awa.note_watching),
-- so that it costs no versions that producers would have to pass. Where another watches another
-- queue, the word of one that stands still goes on to count. Index: sleepers_watch, one probe.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_watched(p_queue text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM awa.sleepers s WHERE s.queue = p_queue AND s.watches)
     AND coalesce(pg_sequence_last_value('awa.watched_until')
                  >= extract(epoch FROM clock_timestamp()) * 1000, false);
END
$function$;
