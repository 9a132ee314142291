-- Who leads; no row when nobody does.
-- For: reader, operator, worker.
SELECT l.worker_id, w.name, l.term, l.expires_at
FROM awa.leadership l
LEFT JOIN awa.workers w ON w.id OPERATOR(pg_catalog.=) l.worker_id
WHERE awa.leads(l)
