-- Runs jobs again that have failed or were cancelled, changed. See awa.retry_changed.
-- For: operator.
SELECT job_id, verdict, holder
FROM awa.retry_changed(?, ?::pg_catalog.text::pg_catalog.jsonb, ?::pg_catalog.text::pg_catalog.json)
