-- What a queue holds, by state, exactly. See awa.read_queues.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.queue_stats(p_queue text) RETURNS TABLE (
  available bigint, oldest_ready_at timestamptz, running bigint, scheduled bigint, retryable bigint,
  completed bigint, failed bigint, cancelled bigint, dead_letters bigint
)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT r.available, r.oldest_ready_at, r.running, r.scheduled, r.retryable, r.completed,
           r.failed, r.cancelled, r.dead_letters
    FROM awa.read_queues(ARRAY[p_queue]) AS r;
END
$function$;
