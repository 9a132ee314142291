-- How long runs waited and handlers took, and how runs ended. See awa.timings_of.
-- For: reader, operator, worker.
SELECT t.at, t.queue, t.kind, t.completed, t.retried, t.failed, t.cancelled, t.snoozed, t.put_back,
       t.wait_us, t.wait_max_us, t.waits, t.run_us, t.run_max_us, t.runs
FROM awa.timings_of(
  ?, ?,
  coalesce(?::pg_catalog.timestamptz, pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)
                             pg_catalog.make_interval(secs => ?)),
  coalesce(?::pg_catalog.timestamptz, pg_catalog.clock_timestamp()),
  pg_catalog.make_interval(secs => ?), ?) AS t
