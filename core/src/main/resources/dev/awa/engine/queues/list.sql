-- Every queue: those that have a policy and those that have been used; and how many living workers it has.
SELECT n.name, coalesce(q.paused, false) AS paused, coalesce(q.stripes, 1::smallint) AS stripes,
       coalesce(q.dlq, true) AS dlq,
       (SELECT count(*) FROM awa.workers w JOIN awa.beats b ON b.worker_id = w.id WHERE n.name = ANY (w.queues)) AS workers
FROM (SELECT name FROM awa.queues UNION SELECT queue FROM awa.lanes) AS n (name)
LEFT JOIN awa.queues q ON q.name = n.name
ORDER BY n.name
