-- One job, wherever it is. Index: primary keys, ready_by_job.
-- For: reader, operator, worker.
SELECT id, kind, queue, state, priority, attempt, max_attempts, run_no, args, ext, created_at,
       run_at, finished_at, reason, progress_percent, progress_message, progress_at,
       dead_letter
FROM awa.find_job(?)
