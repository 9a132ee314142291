-- Closes a batch of runs. See awa.flush. Normally answers no row: nothing was stale.
-- For: worker.
SELECT closure, stale FROM awa.flush(?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_catalog.jsonb)
