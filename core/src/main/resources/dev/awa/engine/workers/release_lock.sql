-- Gives up the session lock of a worker, so that a connection that goes back to a pool does not
-- keep it.
-- For: worker.
SELECT pg_catalog.pg_advisory_unlock(0::bigint OPERATOR(pg_catalog.-) ?::bigint)
