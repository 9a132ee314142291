-- The lines of the log of a job's attempts, the newest first; of those with one number one alone: a
-- report whose outcome was unknown was sent again. Index: attempt_outputs_by_job.
-- For: reader, operator, worker.
SELECT attempt, run_no, at, text
FROM (SELECT DISTINCT ON (o.run_no, l.no) o.attempt, o.run_no, l.no, l.at, l.text
      FROM awa.attempt_outputs o
      CROSS JOIN LATERAL pg_catalog.jsonb_to_recordset(o.log) AS l (no bigint, at timestamptz,
                                                                    text text)
      WHERE o.job_id OPERATOR(pg_catalog.=) ? AND o.log IS NOT NULL
      ORDER BY o.run_no, l.no, o.seq) AS line
ORDER BY run_no DESC, no DESC
LIMIT ?
