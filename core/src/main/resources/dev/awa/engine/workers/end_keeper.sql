-- Ends a server process that keeps a dead worker's lock. See functions/end_keeper.sql.
SELECT awa.end_keeper(?, ?, ?, ?::pg_catalog.timestamptz, ?)
