-- Takes unique keys for the given jobs, in key order; who holds each. See functions/hold_unique_keys.sql.
SELECT awa.hold_unique_keys(?::bigint[], ?::pg_catalog.bytea[], ?::pg_catalog.jsonb[])
