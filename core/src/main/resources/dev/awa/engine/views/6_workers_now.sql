-- Every worker as it is now, for people and SQL. state: leads; alive; silent,
-- when its last beat is older than its lease; dead, from when a leader says so until it is rescued.
-- beat_at: when it was heard of last. queues: which it works on. kinds: which it has handlers for,
-- '*' for one that takes every kind; NULL: it has not said. runs_with: the settings that each of
-- its queues has on it now, by the names of awa.queues, times in seconds. zone_release: of the time
-- zone data by which it computes fires. troubles: its steps that fail again and again, by name.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.workers_now AS
SELECT w.id, w.name,
       CASE WHEN w.dead_since IS NOT NULL THEN 'dead'
            WHEN b.beat_at < clock_timestamp() - w.lease THEN 'silent'
            WHEN EXISTS (SELECT FROM awa.leadership l
                         WHERE l.worker_id = w.id AND awa.leads(l)) THEN 'leads'
            ELSE 'alive' END AS state,
       w.started_at, coalesce(b.beat_at, w.dead_since) AS beat_at, w.queues, w.kinds,
       coalesce(b.runs_with, '{}') AS runs_with, w.zone_release,
       coalesce(b.troubles, '{}') AS troubles
FROM awa.workers w
LEFT JOIN awa.beats b ON b.worker_id = w.id;
