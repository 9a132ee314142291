-- The workers that are known, newest first, as they are now. A dead one has no beats any more, but
-- when the last was.
-- For: reader, operator, worker.
SELECT w.id, w.name, w.state OPERATOR(pg_catalog.<>) 'dead' AS alive,
       w.state OPERATOR(pg_catalog.=) 'silent' AS silent,
       w.state OPERATOR(pg_catalog.=) 'leads' AS leads, w.started_at, w.beat_at, w.queues, w.kinds,
       w.runs_with::pg_catalog.text AS runs_with, w.zone_release,
       w.troubles::pg_catalog.text AS troubles
FROM awa.workers_now w
ORDER BY w.started_at DESC, w.id
