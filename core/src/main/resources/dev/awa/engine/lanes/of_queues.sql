-- The lanes of queues.
-- For: worker.
SELECT lane, queue, priority, stripe
FROM awa.lanes
WHERE queue OPERATOR(pg_catalog.=) ANY (?::pg_catalog.text[])
