-- Appends a chunk of jobs whose unique keys have been taken. See functions/append_held.sql.
SELECT awa.append_held(?::text[], ?::smallint[], ?::text[], ?::text[], ?::json[], ?::json[], ?::smallint[],
                       ?::timestamptz[], ?::bigint[], ?::jsonb[], ?::bigint[], ?::bytea[], ?::bigint[])
