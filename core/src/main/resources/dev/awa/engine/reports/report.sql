-- Stores what running attempts of a worker have told. See awa.report.
-- For: worker.
SELECT awa.report(?, ?::pg_catalog.jsonb)
