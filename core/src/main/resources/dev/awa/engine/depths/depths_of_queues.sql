-- What some queues held, each of them. See awa.depths_of_queues.
-- For: reader, operator, worker.
SELECT d.queue, d.at, d.available, d.running, d.scheduled, d.retryable, d.lag_us
FROM awa.depths_of_queues(
  ?,
  coalesce(?::pg_catalog.timestamptz, pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)
                             pg_catalog.make_interval(secs => ?)),
  coalesce(?::pg_catalog.timestamptz, pg_catalog.clock_timestamp()),
  pg_catalog.make_interval(secs => ?)) AS d
