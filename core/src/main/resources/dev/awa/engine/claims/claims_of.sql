-- The next open claims of a worker. See functions/claims_of.sql.
SELECT slot, lane, claim_no, nonce, members FROM awa.claims_of(?, ?, ?)
