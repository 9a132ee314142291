-- Changes settings of a queue. See awa.set_queue.
-- For: operator.
SELECT setting, before, after, set_by, set_at FROM awa.set_queue(?, ?::pg_catalog.jsonb, ?)
