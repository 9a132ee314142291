-- Takes or keeps the lead for a time and answers the term; when another worker leads, no term, and
-- for how long that lead holds unless it is renewed, in seconds as the database's clock counts
-- them. Waits no longer than a second (55P03) for somebody who keeps the lead as it is: an operator
-- at a step. The setting is made before the row is locked, because the join comes before the
-- update.
-- For: worker.
WITH led AS (
  UPDATE awa.leadership AS l
  SET term = CASE WHEN l.worker_id OPERATOR(pg_catalog.=) ? THEN l.term
                   ELSE l.term OPERATOR(pg_catalog.+) 1 END,
      worker_id = ?,
      expires_at = pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+) t.lasts,
      lasts = t.lasts
  FROM (SELECT pg_catalog.make_interval(secs => ?) AS lasts,
               pg_catalog.set_config('lock_timeout', '1s', true)) AS t
  WHERE l.worker_id OPERATOR(pg_catalog.=) ? OR NOT awa.leads(l)
  RETURNING l.term
)
SELECT d.term, 0 AS remaining FROM led AS d
UNION ALL
-- the row as of before the update: somebody who has just taken the lead seems to have nothing left
SELECT NULL, extract(epoch FROM greatest(l.expires_at, n.now) OPERATOR(pg_catalog.-) n.now)
FROM awa.leadership AS l CROSS JOIN (SELECT pg_catalog.clock_timestamp() AS now) AS n
WHERE NOT EXISTS (SELECT FROM led)
