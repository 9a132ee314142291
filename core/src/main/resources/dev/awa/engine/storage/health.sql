-- What tells how a queue fares: who leads, how many workers beat within their lease and how many
-- dead ones wait for their rescue, for how long the first of these and the first deferred job that
-- is due have waited (in seconds), and how many segments hold a slot. Reads workers as a whole;
-- index: deferred_by_run_at.
-- For: reader, operator, worker.
SELECT (SELECT w.name FROM awa.leadership l
        LEFT JOIN awa.workers w ON w.id OPERATOR(pg_catalog.=) l.worker_id
        WHERE awa.leads(l)) AS leader,
       EXISTS (SELECT FROM awa.leadership l WHERE awa.leads(l)) AS led,
       (SELECT pg_catalog.count(*) FROM awa.workers w
        JOIN awa.beats b ON b.worker_id OPERATOR(pg_catalog.=) w.id
        WHERE b.beat_at OPERATOR(pg_catalog.+) w.lease
              OPERATOR(pg_catalog.>) pg_catalog.clock_timestamp()) AS alive,
       (SELECT pg_catalog.count(*) FROM awa.workers w WHERE w.dead_since IS NOT NULL) AS dead,
       extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) (
         SELECT pg_catalog.min(w.dead_since) FROM awa.workers w)) AS dead_for,
       extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) (
         SELECT d.run_at FROM awa.deferred_jobs d ORDER BY d.run_at, d.job_id LIMIT 1)) AS late,
       (SELECT pg_catalog.max(r.gen) FROM awa.ring r) OPERATOR(pg_catalog.-) awa.tail_gen()
         OPERATOR(pg_catalog.+) 1 AS used
