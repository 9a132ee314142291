-- A new worker process, with the queues that it works on and what it promises: how often it beats,
-- after which silence it is dead, and after which when its session lock is free besides.
-- It holds nothing, as of now: answers the epoch.
WITH worker AS (
  INSERT INTO awa.workers (id, name, queues, beat, lease, death_grace)
  VALUES (?, ?, ?, pg_catalog.make_interval(secs => ?), pg_catalog.make_interval(secs => ?),
          pg_catalog.make_interval(secs => ?))
  RETURNING id)
INSERT INTO awa.beats (worker_id, announced_epoch, timeline)
SELECT w.id, awa.epoch_of(pg_catalog.pg_current_snapshot()), awa.timeline() FROM worker w
RETURNING announced_epoch
