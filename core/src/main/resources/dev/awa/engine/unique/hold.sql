-- Takes unique keys for the given jobs, in key order; who holds each. See awa.hold_unique_keys.
-- For: producer, operator, worker.
SELECT awa.hold_unique_keys(?::bigint[], ?::pg_catalog.bytea[], ?::pg_catalog.jsonb[])
