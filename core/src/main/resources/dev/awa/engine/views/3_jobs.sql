-- Every place a job can be, for people and SQL: one row a job. A run of the ready log is available
-- behind its lane's cursor, running while its claim has it open, completed when a closure says so;
-- a run that was closed in any other way has moved on to one of the other tables. Runs of pruned
-- segments are gone, and so are those that were purged: a claim without members has passed them.
-- progress_*: how far the job is, or was when its last attempt that told ended. dead_letter:
-- whether it has failed and is a dead letter.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.jobs AS
SELECT r.job_id AS id, r.kind, l.queue,
       CASE WHEN m.claim_no IS NULL THEN 'available'
            WHEN m.outcome IS NULL THEN 'running'
            ELSE 'completed' END AS state,
       l.priority,
       (r.attempt + CASE WHEN m.claim_no IS NULL THEN 0 ELSE 1 END)::smallint AS attempt,
       r.max_attempts, r.run_no, r.args, r.ext,
       awa.created_at(awa.as_object(r.ext), r.ready_at) AS created_at,
       r.ready_at AS run_at, m.closed_at AS finished_at, NULL::text AS reason,
       CASE WHEN p.percent IS NOT NULL THEN p.percent
            ELSE (awa.progress_of(r.ext)).percent END AS progress_percent,
       CASE WHEN p.percent IS NOT NULL THEN p.message
            ELSE (awa.progress_of(r.ext)).message END AS progress_message,
       CASE WHEN p.percent IS NOT NULL THEN p.recorded_at
            ELSE (awa.progress_of(r.ext)).at END AS progress_at,
       false AS dead_letter
FROM awa.ready_entries r
JOIN awa.lanes l USING (lane)
LEFT JOIN (SELECT * FROM awa.members OFFSET 0) AS m
  ON m.lane = r.lane AND m.job_id = r.job_id AND m.run_no = r.run_no
LEFT JOIN (SELECT DISTINCT ON (o.job_id, o.run_no) o.job_id, o.run_no, o.percent, o.message,
                  o.recorded_at
           FROM awa.attempt_outputs o
           WHERE o.percent IS NOT NULL
           ORDER BY o.job_id, o.run_no, o.seq DESC) AS p
  ON p.job_id = r.job_id AND p.run_no = r.run_no
LEFT JOIN (SELECT DISTINCT ON (c.lane) c.lane, c.hi
           FROM awa.claims c
           WHERE c.worker_id = 0 AND c.nonce > 0 -- the last purge, which has passed the most
           ORDER BY c.lane, c.claim_no DESC) AS g ON g.lane = r.lane
WHERE (m.outcome IS NULL OR m.outcome = awa.outcome('completed'))
  AND NOT EXISTS (SELECT FROM awa.ready_tombstones t
                  WHERE t.lane = r.lane AND t.job_id = r.job_id AND t.run_no = r.run_no)
  AND (m.claim_no IS NOT NULL OR NOT coalesce(pg_visible_in_snapshot(r.xid, g.hi), false))
UNION ALL
SELECT * FROM awa.jobs_outside_logs;
