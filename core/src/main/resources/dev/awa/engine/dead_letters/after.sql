-- The ids of dead letters, from a place on. See awa.dead_letters_after.
-- For: operator.
SELECT job_ids, lane, job_id
FROM awa.dead_letters_after(?::pg_catalog.text::pg_catalog.jsonb, ?, ?, ?)
