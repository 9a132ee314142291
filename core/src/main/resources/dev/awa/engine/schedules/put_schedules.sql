-- Makes or changes schedules. See awa.put_schedules.
-- For: operator, worker.
SELECT p.name FROM awa.put_schedules(?, ?, ?::pg_catalog.json) AS p (name)
