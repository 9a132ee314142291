-- Takes or keeps the lead for a time, in milliseconds, and answers the epoch; when another worker leads, no epoch, and for how
-- long that lead holds unless it is renewed, in milliseconds as the database's clock counts them. Waits no longer than a second
-- (55P03) for somebody who keeps the lead as it is: an operator at a step. The setting is made before the row is locked, because
-- the join comes before the update.
WITH led AS (
  UPDATE awa.leadership AS l
  SET epoch = l.epoch + CASE WHEN l.worker_id = ? THEN 0 ELSE 1 END,
      worker_id = ?,
      expires_at = clock_timestamp() + t.lasts,
      lasts = t.lasts
  FROM (SELECT ? * interval '1 millisecond' AS lasts, set_config('lock_timeout', '1s', true)) AS t
  WHERE l.worker_id = ? OR NOT awa.leads(l)
  RETURNING l.epoch
)
SELECT d.epoch, 0::bigint AS left_ms FROM led AS d
UNION ALL
-- the row as of before the update: somebody who has just taken the lead seems to have nothing left
SELECT NULL, (extract(epoch FROM greatest(l.expires_at, n.now) - n.now) * 1000)::bigint
FROM awa.leadership AS l CROSS JOIN (SELECT clock_timestamp() AS now) AS n
WHERE NOT EXISTS (SELECT FROM led)
