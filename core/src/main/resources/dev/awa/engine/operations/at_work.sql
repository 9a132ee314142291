-- The operations that have not ended and come after an id, the oldest first. Index:
-- operations_at_work.
-- For: worker.
SELECT id, action
FROM awa.operations
WHERE ended_at IS NULL AND id OPERATOR(pg_catalog.>) ?
ORDER BY id
LIMIT ?
