-- For how long the schedule has been due that is overdue longest, in seconds; 0 when none is.
-- Index: schedules_by_due.
-- For: reader, operator, worker.
SELECT coalesce(extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) (
         SELECT s.due_at
         FROM awa.schedules s
         WHERE s.due_at OPERATOR(pg_catalog.<=) pg_catalog.statement_timestamp()
         ORDER BY s.due_at
         LIMIT 1)), 0) AS overdue
