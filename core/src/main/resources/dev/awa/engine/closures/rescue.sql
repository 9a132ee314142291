-- Closes open runs of a dead worker. See functions/rescue.sql.
SELECT closure, stale FROM awa.rescue(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_catalog.jsonb)
