-- Tells two sleeping workers, if there are as many, that a queue has work: called by a worker that
-- was idle and has taken what it may, and sees that more is left. Each of those two does the same,
-- so a burst has all whom it needs after a few rounds. Answers how many were told. Index: see
-- awa.sleepers_from.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.wake_more(p_queue text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_from bigint := hashint8extended((random() * 4611686018427387904)::bigint,
                                    0) & 9223372036854775807;
  v_told integer := 0;
BEGIN
  -- or all that notify wait for the disk and the standby
  PERFORM set_config('synchronous_commit', 'off', true);
  IF pg_notification_queue_usage() < 0.5 THEN
    PERFORM pg_notify(awa.channel() || '_' || s.worker_id, pg_current_xact_id() || ' ' || p_queue)
    FROM awa.sleepers_from(p_queue, v_from, 2) AS s (worker_id);
    GET DIAGNOSTICS v_told = ROW_COUNT;
  END IF;
  RETURN v_told;
END
$function$;
