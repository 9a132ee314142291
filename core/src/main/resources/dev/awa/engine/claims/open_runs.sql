-- The open members of claims, without their arguments. See awa.open_runs.
-- For: worker.
SELECT status, claim_slot, lane, priority, claim_no, ordinal, slot, xid, job_id, run_no, attempt,
       max_attempts, ready_at, coalesce(kind, ''), coalesce(args, 'null'), coalesce(ext, '{}')
FROM awa.open_runs(?, ?, ?)
