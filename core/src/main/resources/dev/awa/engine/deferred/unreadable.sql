-- Which deferred jobs that are due can't be read, and why. See functions/unreadable_deferred.sql.
SELECT job_id, why FROM awa.unreadable_deferred(?, ?::pg_catalog.timestamptz)
