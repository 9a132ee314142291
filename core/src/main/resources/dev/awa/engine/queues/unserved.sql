-- The queues in which runs wait and on which no living worker works, not those that are paused: of
-- the next queues after a name, all that the next so many lanes belong to; and the last of those
-- that were looked at, NULL when there is no other. Index: lanes_by_queue.
-- For: reader, operator, worker.
WITH page AS MATERIALIZED (
  SELECT a.after, (SELECT l.queue
                   FROM awa.lanes l
                   WHERE l.queue OPERATOR(pg_catalog.>) a.after
                   ORDER BY l.queue
                   OFFSET ? OPERATOR(pg_catalog.-) 1
                   LIMIT 1) AS upto
  FROM (SELECT ?::pg_catalog.text AS after) AS a
)
SELECT ARRAY(SELECT DISTINCT w.queue
             FROM awa.poll(ARRAY(
               SELECT DISTINCT l.queue
               FROM awa.lanes l
               WHERE l.queue OPERATOR(pg_catalog.>) p.after
                 AND (l.queue OPERATOR(pg_catalog.<=) p.upto OR p.upto IS NULL)
                 AND NOT EXISTS (SELECT FROM awa.workers w
                                 JOIN awa.beats b ON b.worker_id OPERATOR(pg_catalog.=) w.id
                                 WHERE l.queue OPERATOR(pg_catalog.=) ANY (w.queues)))) AS w
             ORDER BY w.queue) AS queues,
       p.upto
FROM page p
