-- Appends a job that is ready at once and not unique. See functions/append_one.sql.
SELECT awa.append_one(?, ?::smallint, ?, ?, ?::pg_catalog.json, ?::pg_catalog.json, ?::smallint)
