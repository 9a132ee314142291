-- Deletes finished jobs that have been kept for their time. See awa.purge_history.
-- For: worker.
SELECT jobs, dead_letters FROM awa.purge_history(?, ?, ?)
