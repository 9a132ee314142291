-- Tells of work that this transaction brings to some queues: one sleeping worker of each is named,
-- and nobody else hears of it. Which one follows from the transaction's id, so that the same
-- transaction names the same one again, and the server drops what it is told twice. The words are
-- the transaction and the queue, so that whoever has claimed all that it brought need not look. The
-- promoter, which sleeps for the queue '', is told on the channel of all.
--
-- NOTIFY serializes the commits of all notifying transactions of the cluster, the wait for a
-- synchronous standby included, and a full notification queue makes the caller's commit fail: so
-- only while somebody sleeps and nobody watches, and never when the notification queue is half
-- full. Nor when the setting awa.notify is off, for a transaction that is to be prepared: the
-- server prepares none that has notified. (The setting is called so whatever the schema is called:
-- hence its name in two parts.) Nor when every worker is dead by its lease: the word of a sleeper
-- that was killed stays until somebody leads. That is told by a sequence (awa.note_alive), so that
-- no beat leaves a version that producers would have to pass. Index: sleepers_asleep, one probe
-- whether anybody sleeps, and one or two to name one, however many there are; sleepers_watch.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.wake(VARIADIC p_queues text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_from bigint;
BEGIN
  IF EXISTS (SELECT FROM awa.sleepers s WHERE s.queue = ANY (p_queues) AND s.asleep)
     AND coalesce(pg_sequence_last_value('awa.alive_until') >= date_part('epoch',
                                                                         clock_timestamp()), true)
     AND pg_notification_queue_usage() < 0.5
     AND lower(coalesce(current_setting('awa' || '.notify', true), 'on')) NOT IN ('off', 'false',
                                                                                  'no', '0') THEN
    v_from := hashint8extended(pg_current_xact_id()::text::bigint, 0) & 9223372036854775807;
    PERFORM pg_notify(awa.channel() || CASE q.queue WHEN '' THEN '' ELSE '_' || s.worker_id END,
                      pg_current_xact_id() || ' ' || q.queue)
    FROM (SELECT DISTINCT unnest(p_queues) AS queue) AS q
    CROSS JOIN LATERAL awa.sleepers_from(q.queue, v_from, 1) AS s (worker_id)
    WHERE NOT awa.is_watched(q.queue);
  END IF;
END
$function$;
