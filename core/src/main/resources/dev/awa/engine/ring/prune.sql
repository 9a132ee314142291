-- Truncates the oldest generation when nothing in it is alive. See awa.prune.
-- For: worker.
SELECT awa.prune(?, ?, ?, ?::pg_catalog.pg_snapshot, pg_catalog.make_interval(secs => ?))
