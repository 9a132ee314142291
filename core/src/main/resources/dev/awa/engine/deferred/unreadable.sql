-- Which deferred jobs that are due can't be read, and why. See awa.unreadable_deferred.
-- For: worker.
SELECT job_id, why FROM awa.unreadable_deferred(?, ?::pg_catalog.timestamptz)
