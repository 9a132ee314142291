-- Who has purged a queue, when, and how many jobs that took away: the newest so many, the newest
-- first. Index: queue_purges_pkey.
-- For: reader, operator, worker.
SELECT p.purged_at, p.purged_by, p.available, p.scheduled, p.retryable
FROM awa.queue_purges p
WHERE p.queue OPERATOR(pg_catalog.=) ?
ORDER BY p.purged_at DESC
LIMIT ?
