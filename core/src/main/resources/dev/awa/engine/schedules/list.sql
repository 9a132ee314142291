-- The next schedules after a name, of one owner or of all. Index: schedules_pkey.
-- For: reader, operator, worker.
SELECT s.*, extract(epoch FROM s.jitter) AS jitter_seconds,
       extract(epoch FROM s.overdue) AS overdue_seconds
FROM awa.schedules_now s
WHERE s.name OPERATOR(pg_catalog.>) ?
  AND (?::pg_catalog.text IS NULL OR s.owner OPERATOR(pg_catalog.=) ?)
ORDER BY s.name
LIMIT ?
