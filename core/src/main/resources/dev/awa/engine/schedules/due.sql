-- The schedules that are to be looked at by now, looking from an instant on: a caller that
-- remembers how far it came does not walk over the dead index entries of what was due before.
-- Index: schedules_by_due.
-- For: worker.
SELECT s.name, s.version, s.expression, s.zone, s.missed, extract(epoch FROM s.jitter) AS jitter,
       s.starts_at, s.ends_at, s.fired_through, s.due_at, s.waiting_at,
       pg_catalog.octet_length(s.args::pg_catalog.text)
         OPERATOR(pg_catalog.+) pg_catalog.octet_length(s.ext::pg_catalog.text) AS bytes,
       pg_catalog.statement_timestamp() AS now
FROM awa.schedules s
WHERE s.due_at OPERATOR(pg_catalog.>=) ?::pg_catalog.timestamptz
  AND s.due_at OPERATOR(pg_catalog.<=) pg_catalog.statement_timestamp()
ORDER BY s.due_at, s.name
LIMIT ?
