-- Every queue: those that have a policy and those that have been used; and how many living workers
-- it has. The queues of each worker are read once, and a pause only of queues that have one.
-- For: reader, operator, worker.
SELECT n.name, CASE WHEN q.paused THEN awa.is_paused(q) ELSE false END AS paused,
       coalesce(q.stripes, 1::smallint) AS stripes,
       coalesce(q.dead_letters, true) AS dead_letters,
       coalesce(a.workers, 0) AS workers
FROM (SELECT name FROM awa.queues UNION SELECT queue FROM awa.lanes) AS n (name)
LEFT JOIN awa.queues q ON q.name OPERATOR(pg_catalog.=) n.name
LEFT JOIN (SELECT w.queue, pg_catalog.count(*) AS workers
           FROM (SELECT DISTINCT b.worker_id, u.queue
                 FROM awa.workers w
                 JOIN awa.beats b ON b.worker_id OPERATOR(pg_catalog.=) w.id
                 CROSS JOIN LATERAL pg_catalog.unnest(w.queues) AS u (queue)) AS w
           GROUP BY w.queue) AS a ON a.queue OPERATOR(pg_catalog.=) n.name
ORDER BY n.name
