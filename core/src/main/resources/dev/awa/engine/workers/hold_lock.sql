-- Takes the session lock of a worker, whose end then is noticed at once, and says so.
-- For: worker.
UPDATE awa.beats
SET holds_lock = pg_catalog.pg_try_advisory_lock(0::bigint OPERATOR(pg_catalog.-) worker_id)
WHERE worker_id OPERATOR(pg_catalog.=) ? AND timeline OPERATOR(pg_catalog.=) awa.timeline()
