-- Deletes a job that has finished. See awa.delete_job.
SELECT awa.delete_job(?)
