-- A worker says with which settings it runs its queues.
-- For: worker.
UPDATE awa.beats
SET runs_with = ?::pg_catalog.jsonb
WHERE worker_id OPERATOR(pg_catalog.=) ?
