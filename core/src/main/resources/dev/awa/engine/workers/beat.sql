-- For: worker.
UPDATE awa.beats b
SET beat_at = pg_catalog.clock_timestamp(), announced_epoch = ?, held_slots = ?, cancels = '{}'
FROM (SELECT x.worker_id, x.cancels, w.lease
      FROM awa.beats x
      JOIN awa.workers w ON w.id OPERATOR(pg_catalog.=) x.worker_id
      WHERE x.worker_id OPERATOR(pg_catalog.=) ?
        AND x.timeline OPERATOR(pg_catalog.=) awa.timeline()
      FOR UPDATE OF x) AS before
WHERE b.worker_id OPERATOR(pg_catalog.=) before.worker_id
RETURNING awa.epoch_of(pg_catalog.pg_current_snapshot()) AS epoch, before.cancels,
          b.beat_at, awa.note_alive(before.lease)
