-- What is set of one queue, and its pause while it is paused; no row when nothing ever was.
-- For: reader, operator, worker.
SELECT awa.settings_of(q)::pg_catalog.text AS settings, awa.is_paused(q) AS paused,
       q.paused_at, q.paused_until, q.paused_by, q.paused_reason
FROM awa.queues q
WHERE q.name OPERATOR(pg_catalog.=) ?
