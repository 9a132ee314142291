-- A worker that leaves is no longer woken.
-- For: worker.
DELETE FROM awa.sleepers WHERE worker_id OPERATOR(pg_catalog.=) ?
