-- The jobs of a queue, and maybe of one kind, that run now. See awa.running_jobs.
SELECT awa.running_jobs(?, ?)
