-- The queues, at most a hundred, in which runs wait and on which no living worker works; not those that are paused.
SELECT p.queue
FROM (SELECT DISTINCT x.queue
      FROM awa.poll(ARRAY(
             SELECT DISTINCT l.queue
             FROM awa.lanes l
             WHERE NOT EXISTS (SELECT FROM awa.workers w
                               JOIN awa.beats b ON b.worker_id OPERATOR(pg_catalog.=) w.id
                               WHERE l.queue OPERATOR(pg_catalog.=) ANY (w.queues)))) AS x) AS p
ORDER BY p.queue
LIMIT 100
