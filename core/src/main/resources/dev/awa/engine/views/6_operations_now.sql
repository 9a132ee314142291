-- Every operation of the last 90 days as it is now, for people and SQL. state: running; done, when
-- all jobs are treated; stopped. treated: how many jobs have a verdict. percent: of the jobs that a
-- preview has counted, else of the ids. to_look_at_again: how many jobs moved meanwhile, or are
-- kept from it by somebody. idle: for how long it has not moved.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.operations_now AS
SELECT o.id, o.action,
       CASE WHEN o.ended_at IS NULL THEN 'running'
            WHEN o.stopped_by IS NOT NULL THEN 'stopped'
            ELSE 'done' END AS state,
       o.filter, o.change, o.reason, o.submitted_by, o.submitted_at, o.stopped_by, o.moved_at,
       o.ended_at, t.treated, o.changed, o.too_late, o.duplicates, o.failed, o.expected,
       CASE WHEN o.ended_at IS NOT NULL AND o.stopped_by IS NULL THEN 100
            WHEN o.expected > 0 THEN least(99, 100.0 * t.treated / o.expected)
            ELSE least(99, 100.0 * o.place / o.id) END::real AS percent,
       cardinality(o.again) AS to_look_at_again,
       CASE WHEN o.ended_at IS NULL THEN clock_timestamp() - o.moved_at
            ELSE interval '0' END AS idle,
       o.notes
FROM awa.operations o
CROSS JOIN LATERAL (SELECT o.changed + o.too_late + o.duplicates + o.failed AS treated) AS t;
