-- Which of some runs can't be read, and why. See awa.unreadable_runs.
-- For: worker.
SELECT job_id, why FROM awa.unreadable_runs(?, ?, ?::pg_catalog.text[]::pg_catalog.xid8[], ?, ?)
