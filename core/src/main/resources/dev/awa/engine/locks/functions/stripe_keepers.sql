-- The transactions that have kept others from a stripe, or from the calls of a worker, for longer
-- than a while: found in two looks so far apart, and by their age where this role may see it. A
-- claim is over by then; a cancellation that was not committed is not, nor a claim whose client
-- stands still. p_queue, p_stripe and p_worker: whose; NULL for all. Answers which (queue and
-- stripe, or worker, the other NULL), and who: see awa.keepers_of.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.stripe_keepers(
  p_queue text, p_stripe smallint, p_worker bigint, p_while interval
) RETURNS TABLE (
  queue text, stripe smallint, worker_id bigint, pid integer, role text, application text,
  state text, open_for interval, doing text
)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_key    record;
  v_before text[] := '{}';
BEGIN
  FOR v_looks IN 1..2 LOOP
    FOR v_key IN
      SELECT h.key, s.queue, s.stripe, s.worker_id, h.ids
      FROM (SELECT l.classid::bigint << 32 | l.objid::bigint AS key,
                   array_agg(l.virtualtransaction) AS ids
            FROM pg_locks l
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.mode = 'ExclusiveLock'
              AND l.database = (SELECT d.oid FROM pg_database d
                                WHERE d.datname = current_database())
            GROUP BY 1) AS h
      JOIN (SELECT DISTINCT awa.stripe_lock(l.queue, l.stripe) AS key, l.queue, l.stripe,
                   NULL::bigint AS worker_id
            FROM awa.lanes l
            WHERE p_queue IS NULL OR (l.queue = p_queue AND l.stripe = p_stripe)
            UNION ALL
            SELECT w.id, NULL, NULL, w.id
            FROM awa.workers w
            WHERE p_worker IS NULL OR w.id = p_worker) AS s
        ON s.key = h.key
    LOOP
      IF v_looks = 1 THEN
        v_before := v_before || ARRAY(SELECT v_key.key || ' ' || i FROM unnest(v_key.ids) AS u (i));
      ELSE
        RETURN QUERY
          SELECT v_key.queue, v_key.stripe, v_key.worker_id, k.pid, k.role, k.application, k.state,
                 k.open_for, k.doing
          FROM awa.keepers_of(v_key.key) AS k
          WHERE k.alone AND v_key.key || ' ' || k.id = ANY (v_before)
            AND coalesce(k.open_for >= p_while, true)
          ORDER BY k.pid;
      END IF;
    END LOOP;
    EXIT WHEN v_before = '{}';
    IF v_looks = 1 THEN
      PERFORM pg_sleep(extract(epoch FROM p_while));
    END IF;
  END LOOP;
END
$function$;
