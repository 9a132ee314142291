-- The worker lives, and announces what it holds: slots that its open runs and claims lie in, as of an epoch that it had
-- read before it looked. Answers the epoch of now and the jobs that were cancelled under its hands since the last beat;
-- no row when the worker was declared dead, is unknown, or was registered on another timeline: what it has read or ended on
-- the server from before a failover may be lost, and its epochs mean nothing here.
UPDATE awa.beats b
SET beat_at = pg_catalog.clock_timestamp(), announced_epoch = ?, held_slots = ?, cancels = '{}'
FROM (SELECT x.worker_id, x.cancels
      FROM awa.beats x
      WHERE x.worker_id OPERATOR(pg_catalog.=) ? AND x.timeline OPERATOR(pg_catalog.=) awa.timeline()
      FOR UPDATE) AS before
WHERE b.worker_id OPERATOR(pg_catalog.=) before.worker_id
RETURNING awa.epoch_of(pg_catalog.pg_current_snapshot()), before.cancels
