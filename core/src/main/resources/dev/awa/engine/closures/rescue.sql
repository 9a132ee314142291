-- Closes open runs of a dead worker. See awa.rescue.
-- For: worker.
SELECT closure, stale FROM awa.rescue(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_catalog.jsonb)
