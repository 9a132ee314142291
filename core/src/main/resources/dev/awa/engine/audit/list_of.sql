-- What was asked for of one thing, the newest first. See awa.audit_of.
-- For: reader, operator, worker.
SELECT a.id, a.asked_at, a.asked_by, a.action, a.target, a.details, a.jobs, a.outcome, a.why,
       a.came_from, a.request
FROM awa.audit_of(?, ?, ?, ?, ?, ?, ?, ?) AS a
