-- The names of the next so many queues after a name, of those that have a policy or have been used.
-- Index: queues_pkey, lanes_by_queue.
-- For: reader, operator, worker.
SELECT n.name
FROM (SELECT q.name FROM awa.queues q WHERE q.name OPERATOR(pg_catalog.>) ?
      UNION
      SELECT l.queue FROM awa.lanes l WHERE l.queue OPERATOR(pg_catalog.>) ?) AS n
ORDER BY n.name
LIMIT ?
