-- What the attempts of a job printed, oldest first. Index: attempt_outputs_by_job.
-- For: reader, operator, worker.
SELECT attempt, run_no, recorded_at, output
FROM awa.attempt_outputs
WHERE job_id OPERATOR(pg_catalog.=) ? AND output IS NOT NULL
ORDER BY recorded_at
