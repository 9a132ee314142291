-- What each of some queues held, from p_from on, before p_to, as awa.depths_of says it of one: of
-- each step the most that any minute of it shows, and the longest wait. By queue and time. Reads a
-- row for each minute and queue. Index: depths_queue_at_slot_key.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.depths_of_queues(
  p_queues text[], p_from timestamptz, p_to timestamptz, p_step interval
) RETURNS TABLE (
  queue text, at timestamptz, available bigint, running bigint, scheduled bigint, retryable bigint,
  lag_us bigint
)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    SELECT q.name, m.at, m.available, m.running, m.scheduled, m.retryable, m.lag_us
    FROM (SELECT DISTINCT n.name FROM unnest(p_queues) AS n (name)) AS q
    CROSS JOIN LATERAL (
      SELECT date_bin(p_step, d.at, timestamptz '2000-01-01 00:00:00+00') AS at,
             max(d.available) AS available, max(d.running) AS running,
             max(d.scheduled) AS scheduled, max(d.retryable) AS retryable, max(d.lag_us) AS lag_us
      FROM awa.depths d
      WHERE d.queue = q.name AND d.at >= p_from AND d.at < p_to
      GROUP BY 1
    ) AS m
    ORDER BY q.name, m.at;
END
$function$;
