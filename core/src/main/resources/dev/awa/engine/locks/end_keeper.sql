-- Ends a server process that keeps a dead worker's lock. See awa.end_keeper.
-- For: worker.
SELECT awa.end_keeper(?, ?, ?, ?::pg_catalog.timestamptz, ?)
