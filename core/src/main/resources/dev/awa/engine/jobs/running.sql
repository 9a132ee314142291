-- The jobs of a queue, and maybe of one kind, that run now. See awa.running_jobs.
-- For: operator.
SELECT awa.running_jobs(?, ?)
