-- The workers that are known, newest first, with what they hold.
SELECT id, name, state, started_at, beat_at, (extract(epoch FROM clock_timestamp() - beat_at) * 1000)::bigint, held_slots
FROM awa.workers
ORDER BY started_at DESC, id
