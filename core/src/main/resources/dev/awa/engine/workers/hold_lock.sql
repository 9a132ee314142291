-- Takes the session lock of a worker, whose end then is noticed at once, and says so.
UPDATE awa.beats SET holds_lock = pg_try_advisory_lock(- worker_id)
WHERE worker_id = ? AND timeline = awa.timeline()
