-- Jobs, newest first, of all or one state, queue and kind.
SELECT id, kind, queue, state, priority, attempt, max_attempts, run_lease, args, ext, created_at, run_at, finished_at, reason
FROM awa.jobs
WHERE (?::text IS NULL OR state = ?) AND (?::text IS NULL OR queue = ?) AND (?::text IS NULL OR kind = ?)
ORDER BY id DESC
LIMIT ?
