-- Living workers that are to be suspected, with what they promised; times in milliseconds. See functions/suspects.sql.
SELECT worker_id, beat_at, (extract(epoch FROM silent) * 1000)::bigint AS silent_ms, lock_free,
       (extract(epoch FROM beat) * 1000)::bigint AS beat_ms, (extract(epoch FROM lease) * 1000)::bigint AS lease_ms,
       (extract(epoch FROM death_grace) * 1000)::bigint AS death_grace_ms
FROM awa.suspects()
