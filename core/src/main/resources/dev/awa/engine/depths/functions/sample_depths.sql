-- Writes down what some queues hold, those that hold anything: as of p_at, or of the minute that it
-- is where that is NULL; answers which. A sample that is there stays as it is, so two leaders write
-- one. While the counters are not trusted nothing is written: a count would read every job
-- (awa.read_queues).
-- For: worker.
CREATE OR REPLACE FUNCTION awa.sample_depths(
  p_leader bigint, p_term bigint, p_at timestamptz, p_queues text[]
) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_at timestamptz := coalesce(p_at, date_trunc('minute', clock_timestamp()));
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  IF (SELECT s.counters_trusted_at IS NOT NULL FROM awa.storage_state s) THEN
    INSERT INTO awa.depths (slot, at, queue, available, running, scheduled, retryable, lag_us)
    SELECT awa.depth_slot(v_at), v_at, r.queue, r.available, r.running, r.scheduled, r.retryable,
           coalesce(greatest(0, 1000000 * extract(epoch FROM clock_timestamp()
                                                             - r.oldest_ready_at)), 0)
    FROM awa.read_queues(p_queues) AS r
    WHERE r.available + r.running + r.scheduled + r.retryable > 0
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN v_at;
END
$function$;
