-- Closes a batch of runs. See functions/flush.sql. Normally answers no row: nothing was stale.
SELECT closure, stale FROM awa.flush(?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_catalog.jsonb)
