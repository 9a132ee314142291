-- An operation by its id. Index: the primary key.
-- For: reader, operator, worker.
SELECT id, action, state, filter, change, reason, submitted_by, submitted_at, stopped_by, moved_at,
       ended_at, treated, changed, too_late, duplicates, failed, expected, percent,
       to_look_at_again, extract(epoch FROM idle) AS idle_seconds, notes
FROM awa.operations_now
WHERE id OPERATOR(pg_catalog.=) ?
