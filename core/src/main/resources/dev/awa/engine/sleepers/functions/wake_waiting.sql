-- Wakes workers of every queue in which runs wait while somebody sleeps: what the leader does now
-- and then for all of them, in case a notification was not sent, or reached nobody who could take
-- the work. Two are told of a queue, so that one that stands still does not keep the work. Sleepers
-- whose worker has missed five of the beats that it promised, or was declared dead, are taken out
-- first: nobody is to count on them. Those that may go on are told to look, with a word that names
-- no transaction: one that does looks, and says anew that it is asleep. PickedUp. Rows that
-- somebody has locked are passed over. Reads workers, beats and sleepers as a whole, and the lanes
-- as awa.poll does.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.wake_waiting() RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_silent bigint[];
BEGIN
  -- or all that notify wait for the disk and the standby
  PERFORM set_config('synchronous_commit', 'off', true);
  WITH taken_out AS (
    DELETE FROM awa.sleepers s
    USING (SELECT x.queue, x.worker_id, b.worker_id IS NULL AS dead
           FROM awa.sleepers x
           LEFT JOIN (awa.beats b JOIN awa.workers w ON w.id = b.worker_id)
             ON b.worker_id = x.worker_id
           WHERE b.worker_id IS NULL
             OR (b.beat_at < clock_timestamp() - 5 * w.beat AND x.queue <> '')
           FOR UPDATE OF x SKIP LOCKED) AS silent
    WHERE s.queue = silent.queue AND s.worker_id = silent.worker_id
    RETURNING s.worker_id, silent.dead
  )
  SELECT array_agg(DISTINCT t.worker_id) INTO v_silent FROM taken_out t WHERE NOT t.dead;
  IF pg_notification_queue_usage() < 0.5 THEN
    PERFORM pg_notify(awa.channel() || '_' || s.worker_id, 'look')
    FROM unnest(v_silent) AS s (worker_id);
  END IF;
  RETURN coalesce(sum(awa.wake_more(p.queue)), 0)
  FROM (SELECT DISTINCT w.queue
        FROM awa.poll(ARRAY(SELECT DISTINCT s.queue
                            FROM awa.sleepers s
                            WHERE s.asleep AND s.queue <> '')) AS w) AS p;
END
$function$;
