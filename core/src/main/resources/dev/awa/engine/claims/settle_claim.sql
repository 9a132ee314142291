-- What a claim call with an unknown outcome claimed. See awa.settle_claim.
-- For: worker.
SELECT status, claim_slot, lane, priority, claim_no, ordinal, slot, xid, job_id, run_no, attempt,
       max_attempts, ready_at, kind, args, ext
FROM awa.settle_claim(?, ?, ?::smallint, ?)
