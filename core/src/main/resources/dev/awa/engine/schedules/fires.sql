-- The newest fires of a schedule, at most a hundred. Index: schedule_fires_pkey.
-- For: reader, operator, worker.
SELECT f.planned_at, f.fired_at, f.job_id, f.outcome
FROM awa.schedule_fires f
WHERE f.schedule OPERATOR(pg_catalog.=) ?
ORDER BY f.planned_at DESC
LIMIT ?
