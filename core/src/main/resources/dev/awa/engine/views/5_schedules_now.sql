-- Every schedule as it is now, for people and SQL. state: active; paused; retired; ended, when it
-- has no time left. next_at: when it fires next, or when the leader looks for that. overdue: for
-- how long it should have fired, or been looked at. waiting_at: the planned time of a fire that
-- waits for the job before it. last_...: its newest fire.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.schedules_now AS
SELECT s.name,
       CASE WHEN s.retired_at IS NOT NULL THEN 'retired'
            WHEN s.paused_at IS NOT NULL THEN 'paused'
            WHEN s.due_at IS NULL THEN 'ended'
            ELSE 'active' END AS state,
       s.owner, s.expression, s.zone, s.missed, s.overlap, s.jitter, s.starts_at, s.ends_at,
       s.kind, s.queue, s.priority, s.max_attempts, s.args, s.ext, s.version, s.changed_at,
       s.changed_by, s.fired_through, s.due_at AS next_at,
       CASE WHEN s.due_at < clock_timestamp() THEN clock_timestamp() - s.due_at
            ELSE interval '0' END AS overdue,
       s.waiting_at, s.paused_at, s.paused_by, s.paused_reason, s.retired_at, s.retired_by,
       f.planned_at AS last_planned_at, f.fired_at AS last_fired_at, f.job_id AS last_job_id,
       f.outcome AS last_outcome
FROM awa.schedules s
LEFT JOIN LATERAL (SELECT x.*
                   FROM awa.schedule_fires x
                   WHERE x.schedule = s.name
                   ORDER BY x.planned_at DESC
                   LIMIT 1) AS f ON true;
