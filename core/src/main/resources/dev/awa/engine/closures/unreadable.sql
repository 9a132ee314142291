-- Which of some runs can't be read, and why. See functions/unreadable_runs.sql.
SELECT job_id, why FROM awa.unreadable_runs(?, ?, ?::pg_catalog.text[]::pg_catalog.xid8[], ?, ?)
