-- The histograms of awa.timings, for people and other programs: a row for each bucket. what:
-- 'wait', or 'run'; above, upto: it holds n of which each took longer than the one, and no longer
-- than the other. Ask for a time, or a queue and a time: without one it reads all that is kept of
-- 90 days, up to millions of rows, and makes ten of each or more. Index: timings_by_time,
-- timings_by_queue.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.timings_by_bucket AS
SELECT t.at, t.queue, t.kind, c.what,
       CASE WHEN c.e % 256 = 0 THEN interval '0'
            ELSE make_interval(secs => 0.0001 * power(2, (c.e % 256 - 1) / 4.0)) END AS above,
       make_interval(secs => 0.0001 * power(2, (c.e % 256) / 4.0)) AS upto,
       c.e / 256 AS n
FROM awa.timings t
CROSS JOIN LATERAL (
  SELECT 'wait' AS what, w.e FROM unnest(t.waits) AS w (e)
  UNION ALL
  SELECT 'run', r.e FROM unnest(t.runs) AS r (e)) AS c;
