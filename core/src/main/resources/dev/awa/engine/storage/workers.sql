-- The workers that are known, newest first, with what they hold. A dead one has no beats any more,
-- but when the last was.
-- For: reader, operator, worker.
SELECT w.id, w.name,
       CASE WHEN w.dead_since IS NOT NULL THEN 'dead'
            WHEN beat.at OPERATOR(pg_catalog.<)
                 (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) w.lease) THEN 'silent'
            ELSE 'alive' END AS state,
       w.started_at, beat.at AS beat_at,
       extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) beat.at) AS silent,
       coalesce(b.held_slots, '{}') AS held_slots, extract(epoch FROM w.beat) AS beat,
       extract(epoch FROM w.lease) AS lease, w.queues
FROM awa.workers w
LEFT JOIN awa.beats b ON b.worker_id OPERATOR(pg_catalog.=) w.id
CROSS JOIN LATERAL (SELECT coalesce(b.beat_at, w.dead_since)) AS beat (at)
ORDER BY w.started_at DESC, w.id
