-- A new worker process, with what it promises: how often it beats, after which silence it is dead, and after which when its
-- session lock is free besides; in milliseconds; and the queues that it works on. It holds nothing, as of now: answers the epoch.
WITH worker AS (
  INSERT INTO awa.workers (id, name, beat, lease, death_grace, queues)
  VALUES (?, ?, ? * interval '1 millisecond', ? * interval '1 millisecond', ? * interval '1 millisecond', ?)
  RETURNING id)
INSERT INTO awa.beats (worker_id, announced_epoch, timeline)
SELECT w.id, awa.epoch_of(pg_current_snapshot()), awa.timeline() FROM worker w
RETURNING announced_epoch
