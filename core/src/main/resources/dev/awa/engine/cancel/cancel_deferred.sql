-- Cancels jobs of a queue that wait for their time, from a place on. See awa.cancel_deferred_jobs.
-- For: operator.
SELECT cancelled, lane, job_id FROM awa.cancel_deferred_jobs(?, ?, ?, ?, ?, ?, ?)
