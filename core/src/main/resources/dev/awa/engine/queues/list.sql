-- Every queue: those that have a policy and those that have been used; and how many living workers
-- it has.
-- For: reader, operator, worker.
SELECT n.name, coalesce(awa.is_paused(q), false) AS paused,
       coalesce(q.stripes, 1::smallint) AS stripes,
       coalesce(q.dead_letters, true) AS dead_letters,
       (SELECT pg_catalog.count(*)
        FROM awa.workers w
        JOIN awa.beats b ON b.worker_id OPERATOR(pg_catalog.=) w.id
        WHERE n.name OPERATOR(pg_catalog.=) ANY (w.queues)) AS workers
FROM (SELECT name FROM awa.queues UNION SELECT queue FROM awa.lanes) AS n (name)
LEFT JOIN awa.queues q ON q.name OPERATOR(pg_catalog.=) n.name
ORDER BY n.name
