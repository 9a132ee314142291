-- Runs jobs again that have failed or were cancelled. See awa.retry.
SELECT job_id, verdict, holder FROM awa.retry(VARIADIC ?)
