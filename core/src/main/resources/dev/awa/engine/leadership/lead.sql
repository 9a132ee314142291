-- Takes or keeps the lead for a time, in milliseconds. Answers the epoch, or no row when another worker leads. Waits no longer
-- than a second (55P03) for somebody who keeps the lead as it is: an operator at a step. The setting is made before the row is
-- locked, because the join comes before the update.
UPDATE awa.leadership AS l
SET epoch = l.epoch + CASE WHEN l.worker_id = ? THEN 0 ELSE 1 END,
    worker_id = ?,
    expires_at = clock_timestamp() + t.lasts,
    lasts = t.lasts
FROM (SELECT ? * interval '1 millisecond' AS lasts, set_config('lock_timeout', '1s', true)) AS t
WHERE l.worker_id = ? OR NOT awa.leads(l)
RETURNING l.epoch
