-- The stripes of queues that have lanes, and stripe 0 of those that have none yet.
-- For: worker.
SELECT q.name, coalesce(l.stripe, 0::smallint) AS stripe
FROM pg_catalog.unnest(?::pg_catalog.text[]) AS q (name)
LEFT JOIN (SELECT DISTINCT queue, stripe FROM awa.lanes) AS l
  ON l.queue OPERATOR(pg_catalog.=) q.name
