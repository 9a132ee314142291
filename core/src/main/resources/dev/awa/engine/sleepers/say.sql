-- What the worker does from now on, for each of the queues: it sleeps until it is notified, it
-- watches, or neither.
-- For: worker.
INSERT INTO awa.sleepers (queue, worker_id, asleep, watches)
SELECT q.name, ?, ?, ? FROM pg_catalog.unnest(?::pg_catalog.text[]) AS q (name)
ON CONFLICT (queue, worker_id) DO UPDATE SET asleep = EXCLUDED.asleep, watches = EXCLUDED.watches
WHERE (sleepers.asleep,
       sleepers.watches) OPERATOR(pg_catalog.<>) (EXCLUDED.asleep, EXCLUDED.watches)
