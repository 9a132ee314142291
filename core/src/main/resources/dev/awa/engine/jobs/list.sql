-- A page of jobs by their ids, and where the next one begins. See awa.list_jobs.
-- For: reader, operator, worker.
SELECT (p.job).id, (p.job).kind, (p.job).queue, (p.job).state, (p.job).priority, (p.job).attempt,
       (p.job).max_attempts, (p.job).run_no, (p.job).args, (p.job).ext, (p.job).created_at,
       (p.job).run_at, (p.job).finished_at, (p.job).reason, (p.job).progress_percent,
       (p.job).progress_message, (p.job).progress_at, (p.job).dead_letter, p.next
FROM awa.list_jobs(?::pg_catalog.text::pg_catalog.jsonb, ?, ?, ?) AS p
