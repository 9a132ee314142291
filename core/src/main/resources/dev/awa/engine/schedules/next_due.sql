-- When the next schedule is due after an instant, and the database's time; NULL when none is.
-- Index: schedules_by_due.
-- For: reader, operator, worker.
SELECT (SELECT s.due_at
        FROM awa.schedules s
        WHERE s.due_at OPERATOR(pg_catalog.>=) ?::pg_catalog.timestamptz
        ORDER BY s.due_at
        LIMIT 1) AS due_at,
       pg_catalog.statement_timestamp() AS now
