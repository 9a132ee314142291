-- What a queue held, or all of them together where none is given, from p_from on, before p_to: of
-- each step the most that any minute of it shows, and the longest wait. Minutes of which nothing is
-- known, or in which nothing was there, have no part in it, and steps of such minutes no row. By
-- time. Index: depths_queue_at_slot_key, depths_by_time.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.depths_of(
  p_queue text, p_from timestamptz, p_to timestamptz, p_step interval
) RETURNS TABLE (
  at timestamptz, available bigint, running bigint, scheduled bigint, retryable bigint,
  lag_us bigint
)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  IF p_queue IS NULL THEN
    RETURN QUERY
      SELECT date_bin(p_step, m.at, timestamptz '2000-01-01 00:00:00+00'),
             max(m.available)::bigint, max(m.running)::bigint, max(m.scheduled)::bigint,
             max(m.retryable)::bigint, max(m.lag_us)
      FROM (SELECT d.at, sum(d.available) AS available, sum(d.running) AS running,
                   sum(d.scheduled) AS scheduled, sum(d.retryable) AS retryable,
                   max(d.lag_us) AS lag_us
            FROM awa.depths d
            WHERE d.at >= p_from AND d.at < p_to
            GROUP BY d.at) AS m
      GROUP BY 1
      ORDER BY 1;
  ELSE
    RETURN QUERY
      SELECT date_bin(p_step, d.at, timestamptz '2000-01-01 00:00:00+00'), max(d.available),
             max(d.running), max(d.scheduled), max(d.retryable), max(d.lag_us)
      FROM awa.depths d
      WHERE d.queue = p_queue AND d.at >= p_from AND d.at < p_to
      GROUP BY 1
      ORDER BY 1;
  END IF;
END
$function$;
