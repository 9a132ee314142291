-- Whether some worker was declared dead and is not rescued yet, or is to be suspected. See
-- awa.is_silent.
-- For: worker.
SELECT EXISTS (SELECT FROM awa.workers w WHERE w.dead_since IS NOT NULL)
    OR EXISTS (SELECT FROM awa.beats b
               JOIN awa.workers w ON w.id OPERATOR(pg_catalog.=) b.worker_id
               WHERE awa.is_silent(b.beat_at, w))
