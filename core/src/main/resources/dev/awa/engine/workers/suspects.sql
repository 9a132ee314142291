-- Living workers that have been silent for longer than the grace time, in milliseconds. See functions/suspects.sql.
SELECT worker_id, beat_at, extract(epoch FROM silent) * 1000 AS silent_ms, lock_free
FROM awa.suspects(? * interval '1 millisecond')
