-- Appends a chunk of jobs that are ready at once and not unique. See awa.append_ready.
-- For: producer, operator, worker.
SELECT awa.append_ready(?::pg_catalog.text[], ?::smallint[], ?::pg_catalog.text[],
                        ?::pg_catalog.text[],
                        ?::pg_catalog.json[], ?::pg_catalog.json[], ?::smallint[])
