-- Some schedules by name. Index: schedules_pkey.
-- For: reader, operator, worker.
SELECT s.*, extract(epoch FROM s.jitter) AS jitter_seconds,
       extract(epoch FROM s.overdue) AS overdue_seconds
FROM awa.schedules_now s
WHERE s.name OPERATOR(pg_catalog.=) ANY (?)
