-- The queue and kind of jobs that have failed or were cancelled, by id; a kind that can't be read
-- is empty. Index: primary keys.
-- For: operator.
SELECT k.job_id, l.queue, (awa.read_job(k.kind, NULL, NULL)).kind AS kind
FROM (SELECT d.job_id, d.lane, d.kind
      FROM awa.dead_letters d
      WHERE d.job_id OPERATOR(pg_catalog.=) ANY (?)
      UNION ALL
      SELECT t.job_id, t.lane, t.kind
      FROM awa.finished_jobs t
      WHERE t.job_id OPERATOR(pg_catalog.=) ANY (?)) AS k
JOIN awa.lanes l ON l.lane OPERATOR(pg_catalog.=) k.lane
