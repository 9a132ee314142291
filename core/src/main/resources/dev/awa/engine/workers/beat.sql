-- The worker lives, and announces what it holds: slots that its open runs and claims lie in, as of an epoch that it had
-- read before it looked. Answers the epoch of now; no row when the worker was declared dead, or is unknown.
UPDATE awa.workers
SET beat_at = clock_timestamp(), announced_epoch = ?, held_slots = ?
WHERE id = ? AND state = 'alive'
RETURNING awa.epoch_of(pg_current_snapshot())
