-- The next open claims of a worker. See awa.claims_of.
-- For: worker.
SELECT slot, lane, claim_no, nonce, members FROM awa.claims_of(?, ?, ?)
