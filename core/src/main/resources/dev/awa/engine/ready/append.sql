-- Appends a chunk of jobs. See functions/append.sql.
SELECT ordinal, job_id, verdict
FROM awa.append(?::text[], ?::smallint[], ?::text[], ?::text[], ?::json[], ?::json[], ?::smallint[],
                ?::timestamptz[], ?::bigint[], ?::jsonb[])
