-- Takes unique keys for the given jobs, in key order; who holds each. See functions/hold_unique_keys.sql.
SELECT awa.hold_unique_keys(?::bigint[], ?::bytea[], ?::jsonb[])
