-- For: worker.
WITH worker AS (
  INSERT INTO awa.workers (id, name, queues, kinds, zone_release, zones, beat, lease, death_grace)
  VALUES (?, ?, ?, ?, ?, ?::pg_catalog.jsonb, pg_catalog.make_interval(secs => ?),
          pg_catalog.make_interval(secs => ?), pg_catalog.make_interval(secs => ?))
  RETURNING id, lease)
INSERT INTO awa.beats (worker_id, announced_epoch, timeline)
SELECT w.id, awa.epoch_of(pg_catalog.pg_current_snapshot()), awa.timeline() FROM worker w
RETURNING announced_epoch, (SELECT awa.note_alive(w.lease) FROM worker w)
