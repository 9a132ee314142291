-- Takes or keeps the lead for a time, in milliseconds. Answers the epoch, or no row when another worker leads.
UPDATE awa.leadership
SET epoch = epoch + CASE WHEN worker_id = ? THEN 0 ELSE 1 END,
    worker_id = ?,
    expires_at = clock_timestamp() + ? * interval '1 millisecond'
WHERE worker_id = ? OR expires_at < clock_timestamp()
RETURNING epoch
