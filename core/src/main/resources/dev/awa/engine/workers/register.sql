-- A new worker process. It holds nothing, as of now: answers the epoch.
WITH worker AS (INSERT INTO awa.workers (id, name) VALUES (?, ?) RETURNING id)
INSERT INTO awa.beats (worker_id, announced_epoch, timeline)
SELECT w.id, awa.epoch_of(pg_current_snapshot()), awa.timeline() FROM worker w
RETURNING announced_epoch
