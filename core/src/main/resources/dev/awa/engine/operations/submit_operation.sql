-- Submits an operation. See awa.submit_operation.
-- For: operator.
SELECT awa.submit_operation(?::pg_catalog.text::pg_catalog.jsonb, ?, ?, ?,
                            ?::pg_catalog.text::pg_catalog.jsonb, ?)
