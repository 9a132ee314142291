-- Appends a chunk of jobs of which some are unique or due later. See functions/append.sql.
SELECT ordinal, job_id, verdict
FROM awa.append(?::text[], ?::smallint[], ?::text[], ?::text[], ?::json[], ?::json[], ?::smallint[],
                ?::timestamptz[], ?::bigint[], ?::jsonb[])
