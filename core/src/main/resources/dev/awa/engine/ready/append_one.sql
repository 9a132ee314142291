-- Appends a job that is ready at once and not unique. See awa.append_one.
-- For: producer, operator, worker.
SELECT awa.append_one(?, ?::smallint, ?, ?, ?::pg_catalog.json, ?::pg_catalog.json, ?::smallint)
