-- Gives up the session lock of a worker, so that a connection that goes back to a pool does not keep it.
SELECT pg_advisory_unlock(- ?::bigint)
