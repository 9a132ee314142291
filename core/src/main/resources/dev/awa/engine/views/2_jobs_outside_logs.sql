-- The jobs that are not in the logs: those that wait for their time, and those that are kept after
-- they failed or were cancelled. A dead letter has failed.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.jobs_outside_logs AS
SELECT d.job_id AS id, d.kind, l.queue, d.state, l.priority, d.attempt, d.max_attempts, d.run_no,
       d.args, d.ext, d.created_at, d.run_at, NULL::timestamptz AS finished_at,
       NULL::text AS reason,
       (awa.progress_of(d.ext)).percent AS progress_percent,
       (awa.progress_of(d.ext)).message AS progress_message,
       (awa.progress_of(d.ext)).at AS progress_at, false AS dead_letter
FROM awa.deferred_jobs d JOIN awa.lanes l USING (lane)
UNION ALL
SELECT t.job_id, t.kind, l.queue, t.state, l.priority, t.attempt, t.max_attempts, t.run_no, t.args,
       t.ext, t.created_at, NULL, t.finished_at, t.reason, (awa.progress_of(t.ext)).percent,
       (awa.progress_of(t.ext)).message, (awa.progress_of(t.ext)).at, false
FROM awa.finished_jobs t JOIN awa.lanes l USING (lane)
UNION ALL
SELECT q.job_id, q.kind, l.queue, 'failed', l.priority, q.attempt, q.max_attempts, q.run_no, q.args,
       q.ext, q.created_at, NULL, q.finished_at, q.reason, (awa.progress_of(q.ext)).percent,
       (awa.progress_of(q.ext)).message, (awa.progress_of(q.ext)).at, true
FROM awa.dead_letters q JOIN awa.lanes l USING (lane);
