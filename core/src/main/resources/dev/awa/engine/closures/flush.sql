-- Closes a batch of runs. See awa.flush. Normally answers no row: nothing was stale.
SELECT closure, stale FROM awa.flush(?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_catalog.jsonb)
