-- The runs of a job that the logs still have. See awa.runs_of.
-- For: reader, operator, worker.
SELECT run_no, attempt, ready_at, claimed_at, closed_at, outcome, worker
FROM awa.runs_of(?)
