-- The histograms of awa.timings, for people and other programs: a row for each bucket. what:
-- 'wait', or 'run'; above, upto: it holds n of which each took longer than the one, and no longer
-- than the other.
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
