-- What was asked for, the newest first, below an id; of one person, of one action, after and before
-- a time, each unless it is NULL. Rows of 90 days at most (keep_audit). Index: audit_pkey,
-- audit_by_person, audit_by_action, audit_by_time.
-- For: reader, operator, worker.
SELECT a.id, a.asked_at, a.asked_by, a.action, a.target, a.details, a.jobs, a.outcome, a.why,
       a.came_from, a.request
FROM awa.audit a
WHERE a.id OPERATOR(pg_catalog.<) ?
  AND (?::pg_catalog.text IS NULL OR a.asked_by OPERATOR(pg_catalog.=) ?)
  AND (?::pg_catalog.text IS NULL OR a.action OPERATOR(pg_catalog.=) ?)
  AND (?::pg_catalog.timestamptz IS NULL OR a.asked_at OPERATOR(pg_catalog.>) ?)
  AND (?::pg_catalog.timestamptz IS NULL OR a.asked_at OPERATOR(pg_catalog.<) ?)
ORDER BY a.id DESC
LIMIT ?
