-- Cancels jobs of a queue that wait for their time. See functions/cancel_deferred_jobs.sql.
SELECT awa.cancel_deferred_jobs(?, ?, ?, ?, ?)
