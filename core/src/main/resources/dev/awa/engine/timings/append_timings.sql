-- Appends what a worker has measured. See awa.append_timings.
-- For: worker.
SELECT awa.append_timings(?::pg_catalog.jsonb)
