-- The next open claims of a worker. See awa.claims_of.
SELECT slot, lane, claim_no, nonce, members FROM awa.claims_of(?, ?, ?)
