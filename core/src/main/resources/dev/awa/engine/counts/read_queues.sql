-- What each of some queues holds, by state, and for how long its oldest waiting run has been ready;
-- in the order of the names. See awa.read_queues.
-- For: reader, operator, worker.
SELECT r.queue, r.available, r.oldest_ready_at, r.running, r.scheduled, r.retryable, r.completed,
       r.failed, r.cancelled, r.dead_letters,
       extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) r.oldest_ready_at)
         AS lag
FROM pg_catalog.unnest(?::pg_catalog.text[]) WITH ORDINALITY AS q (name, place)
JOIN awa.read_queues(?) AS r ON r.queue OPERATOR(pg_catalog.=) q.name
ORDER BY q.place
