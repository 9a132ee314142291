-- The workers that are known, newest first: how long each has been silent (in seconds), whether it
-- leads, and what it runs its queues with. A dead one has no beats any more, but when the last was.
SELECT w.id, w.name, w.dead_since IS NULL AS alive, w.started_at,
       coalesce(b.beat_at, w.dead_since) AS beat_at, w.queues,
       EXISTS (SELECT FROM awa.leadership l
               WHERE l.worker_id OPERATOR(pg_catalog.=) w.id AND awa.leads(l)) AS leads,
       coalesce(b.runs_with, '{}')::pg_catalog.text AS runs_with
FROM awa.workers w
LEFT JOIN awa.beats b ON b.worker_id OPERATOR(pg_catalog.=) w.id
ORDER BY w.started_at DESC, w.id
