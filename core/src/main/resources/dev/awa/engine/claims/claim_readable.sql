-- Claims runs of one stripe as claims/claim.sql does, and reads each by itself: for a stripe of
-- which a claim has failed because a row could not be read. A few only, for what they weigh is not
-- known before they are read. See awa.read_job.
-- For: worker.
SELECT c.status, c.claim_slot, c.lane, c.priority, c.claim_no, c.ordinal, c.slot, c.xid, c.job_id,
       c.run_no, c.attempt, c.max_attempts, c.ready_at, r.kind, r.args, r.ext
FROM awa.claim(?, ?, ?::smallint, least(?, 16), NULL, ?) AS c
CROSS JOIN LATERAL awa.read_job(c.kind, c.args, c.ext) AS r
