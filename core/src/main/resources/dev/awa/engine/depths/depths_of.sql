-- What a queue held, or all of them together. See awa.depths_of.
-- For: reader, operator, worker.
SELECT d.at, d.available, d.running, d.scheduled, d.retryable, d.lag_us
FROM awa.depths_of(
  ?,
  coalesce(?::pg_catalog.timestamptz, pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)
                             pg_catalog.make_interval(secs => ?)),
  coalesce(?::pg_catalog.timestamptz, pg_catalog.clock_timestamp()),
  pg_catalog.make_interval(secs => ?)) AS d
