-- The next claims of a worker in one slot. See functions/claims_of.sql.
SELECT lane, claim_no, nonce, members FROM awa.claims_of(?, ?::smallint, ?, ?)
