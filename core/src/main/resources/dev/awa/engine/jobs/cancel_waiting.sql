-- Cancels waiting jobs of a queue and maybe a kind. See functions/cancel_waiting_jobs.sql.
SELECT awa.cancel_waiting_jobs(?, ?, ?, ?)
