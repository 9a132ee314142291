-- The next schedules after a name that may fire, whenever they are due: a leader looks each up by
-- the rules of its own zones. Index: schedules_pkey.
-- For: worker.
SELECT s.name, s.version, s.expression, s.zone, s.missed, extract(epoch FROM s.jitter) AS jitter,
       s.starts_at, s.ends_at, s.fired_through, s.due_at, s.waiting_at,
       pg_catalog.octet_length(s.args::pg_catalog.text)
         OPERATOR(pg_catalog.+) pg_catalog.octet_length(s.ext::pg_catalog.text) AS bytes,
       pg_catalog.statement_timestamp() AS now
FROM awa.schedules s
WHERE s.name OPERATOR(pg_catalog.>) ? AND s.paused_at IS NULL AND s.retired_at IS NULL
ORDER BY s.name
LIMIT ?
