-- A page of the jobs that an operation would treat. See awa.preview_operation.
-- For: reader, operator.
SELECT jobs, sample, next
FROM awa.preview_operation(?::pg_catalog.text::pg_catalog.jsonb, ?,
                           ?::pg_catalog.text::pg_catalog.jsonb, ?, ?)
