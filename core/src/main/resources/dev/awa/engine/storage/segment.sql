-- What a generation looks like and what keeps it from being pruned; no row when it was pruned. See
-- functions/segment_status.sql.
SELECT slot, opened_at, bytes, waiting, paused_since, open_claims, open_worker, extract(epoch FROM history)
FROM awa.segment_status(?, ?)
