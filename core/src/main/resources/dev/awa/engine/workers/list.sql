-- The workers that are known, newest first.
SELECT id, name, started_at, beat_at, state, facts FROM awa.workers ORDER BY started_at DESC
