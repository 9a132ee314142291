-- The job that holds the unique key that a job of this kind, queue, arguments and rule would need.
-- For: operator.
SELECT u.job_id
FROM awa.unique_keys u
WHERE u.unique_key OPERATOR(pg_catalog.=) awa.unique_key(?, ?, ?::pg_catalog.json,
                                                         ?::pg_catalog.jsonb)
