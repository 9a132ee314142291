-- Lane and state of every job outside of the logs, as the counters of states have them.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.states_outside_logs AS
SELECT d.lane, d.state FROM awa.deferred_jobs d
UNION ALL
SELECT t.lane, t.state FROM awa.finished_jobs t
UNION ALL
SELECT q.lane, 'dead_letter' FROM awa.dead_letters q;
