-- Fences a worker off; patience in milliseconds. See awa.declare_dead.
-- For: worker.
SELECT awa.declare_dead(?, ?, ?, ?::pg_catalog.timestamptz, pg_catalog.make_interval(secs => ?))
