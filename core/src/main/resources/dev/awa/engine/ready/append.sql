-- Appends a chunk of jobs of which some are unique or due later. See awa.append.
-- For: producer, operator, worker.
SELECT ordinal, job_id, verdict
FROM awa.append(?::pg_catalog.text[], ?::smallint[], ?::pg_catalog.text[], ?::pg_catalog.text[],
                ?::pg_catalog.json[], ?::pg_catalog.json[], ?::smallint[],
                ?::pg_catalog.timestamptz[], ?::bigint[], ?::pg_catalog.jsonb[])
