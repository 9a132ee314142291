-- The worker sleeps until it is notified, or has stopped sleeping, for each of the queues.
INSERT INTO awa.sleepers (queue, worker_id, asleep)
SELECT q.name, ?, ? FROM unnest(?::text[]) AS q (name)
ON CONFLICT (queue, worker_id) DO UPDATE SET asleep = EXCLUDED.asleep WHERE sleepers.asleep <> EXCLUDED.asleep
