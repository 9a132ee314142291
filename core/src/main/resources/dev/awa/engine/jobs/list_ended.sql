-- A page of jobs by the end of them, and where the next one begins. See awa.list_ended.
-- For: reader, operator, worker.
SELECT (p.job).id, (p.job).kind, (p.job).queue, (p.job).state, (p.job).priority, (p.job).attempt,
       (p.job).max_attempts, (p.job).run_no, (p.job).args, (p.job).ext, (p.job).created_at,
       (p.job).run_at, (p.job).finished_at, (p.job).reason, (p.job).progress_percent,
       (p.job).progress_message, (p.job).progress_at, (p.job).dead_letter, p.next_time,
       p.next_id
FROM awa.list_ended(?::pg_catalog.text::pg_catalog.jsonb, ?, ?, ?, ?, ?) AS p
