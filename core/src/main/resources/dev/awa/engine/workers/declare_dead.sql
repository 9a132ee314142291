-- Fences a worker off; patience in milliseconds. See functions/declare_dead.sql.
SELECT awa.declare_dead(?, ?, ?, ?::pg_catalog.timestamptz, pg_catalog.make_interval(secs => ?))
