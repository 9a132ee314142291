-- The jobs of a queue, and maybe of one kind, that run now. See functions/running_jobs.sql.
SELECT awa.running_jobs(?, ?)
