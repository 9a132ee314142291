-- Appends a chunk of jobs that are ready at once and not unique. See functions/append_ready.sql.
SELECT awa.append_ready(?::text[], ?::smallint[], ?::text[], ?::text[], ?::json[], ?::json[], ?::smallint[])
