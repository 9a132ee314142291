-- Deletes a job that has finished. See awa.delete_job.
-- For: operator.
SELECT awa.delete_job(?)
