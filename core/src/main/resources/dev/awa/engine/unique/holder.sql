-- The job that holds the unique key that a job of this kind, queue, arguments and rule would need.
SELECT u.job_id FROM awa.unique_claims u WHERE u.unique_key = awa.unique_key(?, ?, ?::json, ?::jsonb)
