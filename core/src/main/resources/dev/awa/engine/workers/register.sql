-- A new worker process. It holds nothing, as of now: answers the epoch.
INSERT INTO awa.workers (id, name, facts, announced_epoch)
VALUES (?, ?, ?::jsonb, awa.epoch_of(pg_current_snapshot()))
RETURNING announced_epoch
