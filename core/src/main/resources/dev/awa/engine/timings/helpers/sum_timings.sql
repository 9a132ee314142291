-- Sums of timings, see awa.timings_in: a row for each step and pair of queue and kind (p_per
-- 'kind'), queue ('queue': kind is '') or for all of them ('all': queue is '' too). p_step: how
-- long a step is, counted from the year 2000 in UTC; NULL: all is one, at p_from. In no order.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.sum_timings(
  p_piece awa.timing_piece, p_queue text, p_kind text, p_from timestamptz, p_to timestamptz,
  p_step interval, p_per text
) RETURNS SETOF awa.timings
LANGUAGE sql STABLE SET jit = off AS $function$
  WITH part AS MATERIALIZED (
    SELECT coalesce(date_bin(p_step, t.at, timestamptz '2000-01-01 00:00:00+00'), p_from) AS step,
           CASE p_per WHEN 'all' THEN '' ELSE t.queue END AS of_queue,
           CASE p_per WHEN 'kind' THEN t.kind ELSE '' END AS of_kind,
           t.*
    FROM awa.timings_in(p_piece, p_queue, p_kind, p_from, p_to) AS t
  ), bucket AS (
    SELECT p.step, p.of_queue, p.of_kind, c.waits, c.n % 256 AS no, sum(c.n / 256)::bigint AS n
    FROM part p
    CROSS JOIN LATERAL (
      SELECT true AS waits, w.n FROM unnest(p.waits) AS w (n)
      UNION ALL
      SELECT false, r.n FROM unnest(p.runs) AS r (n)) AS c
    GROUP BY p.step, p.of_queue, p.of_kind, c.waits, c.n % 256
  ), histogram AS (
    SELECT b.step, b.of_queue, b.of_kind,
           array_agg(b.n * 256 + b.no ORDER BY b.no) FILTER (WHERE b.waits) AS waits,
           array_agg(b.n * 256 + b.no ORDER BY b.no) FILTER (WHERE NOT b.waits) AS runs
    FROM bucket b
    GROUP BY b.step, b.of_queue, b.of_kind
  ), total AS (
    SELECT p.step, p.of_queue, p.of_kind,
           sum(p.wait_us)::bigint AS wait_us, max(p.wait_max_us) AS wait_max_us,
           sum(p.run_us)::bigint AS run_us, max(p.run_max_us) AS run_max_us,
           sum(p.completed)::bigint AS completed, sum(p.retried)::bigint AS retried,
           sum(p.failed)::bigint AS failed, sum(p.cancelled)::bigint AS cancelled,
           sum(p.snoozed)::bigint AS snoozed, sum(p.put_back)::bigint AS put_back
    FROM part p
    GROUP BY p.step, p.of_queue, p.of_kind
  )
  SELECT t.step, t.wait_us, t.wait_max_us, t.run_us, t.run_max_us, t.completed, t.retried,
         t.failed, t.cancelled, t.snoozed, t.put_back, NULL::smallint, t.of_queue, t.of_kind,
         coalesce(h.waits, '{}'), coalesce(h.runs, '{}')
  FROM total t
  LEFT JOIN histogram h USING (step, of_queue, of_kind)
$function$;
