-- Appends a chunk of jobs whose unique keys have been taken. See awa.append_held.
-- For: producer, operator, worker.
SELECT awa.append_held(?::pg_catalog.text[], ?::smallint[], ?::pg_catalog.text[],
                       ?::pg_catalog.text[], ?::pg_catalog.json[], ?::pg_catalog.json[],
                       ?::smallint[], ?::pg_catalog.timestamptz[], ?::bigint[],
                       ?::pg_catalog.jsonb[], ?::bigint[],
                       ?::pg_catalog.bytea[], ?::bigint[])
