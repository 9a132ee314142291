-- Whether a job was ever in a queue, something is set of it, or a worker that is alive works on it.
-- Index: lanes_by_queue, queues_pkey.
-- For: reader, operator, worker.
SELECT EXISTS (SELECT FROM awa.lanes l WHERE l.queue OPERATOR(pg_catalog.=) q.name)
       OR EXISTS (SELECT FROM awa.queues s WHERE s.name OPERATOR(pg_catalog.=) q.name)
       OR EXISTS (SELECT FROM awa.workers w
                  WHERE w.dead_since IS NULL
                    AND q.name OPERATOR(pg_catalog.=) ANY (w.queues)) AS is_known
FROM (SELECT ?::pg_catalog.text AS name) AS q
