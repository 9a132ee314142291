-- How long until the next deferred job is due, in seconds; negative when it is overdue; no row when
-- there is none. Index: deferred_by_run_at.
-- For: worker.
SELECT extract(epoch FROM d.run_at OPERATOR(pg_catalog.-) pg_catalog.clock_timestamp()) AS rest
FROM awa.deferred_jobs d
ORDER BY d.run_at, d.job_id
LIMIT 1
