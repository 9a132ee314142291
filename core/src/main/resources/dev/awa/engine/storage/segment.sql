-- What a generation looks like and what keeps it from being pruned; no row when it was pruned. See
-- awa.segment_status.
-- For: reader, operator, worker.
SELECT slot, opened_at, bytes, waiting, paused_since, open_claims, open_worker,
       extract(epoch FROM history) AS history
FROM awa.segment_status(?, ?)
