-- The claimed runs of the retained segments, each with its claim and, once it is closed, the
-- outcome.
-- For: reader, operator, worker.
CREATE OR REPLACE VIEW awa.members AS
SELECT c.slot, c.lane, c.claim_no, c.worker_id, c.xid_min, c.pos_xid AS xid_max, c.claimed_at,
       m.ordinal::smallint AS ordinal, m.job_id, coalesce(m.run_no, 1) AS run_no, d.outcome,
       d.closed_at
FROM awa.claims c
CROSS JOIN LATERAL unnest(c.members, c.run_nos) WITH ORDINALITY AS m (job_id, run_no, ordinal)
LEFT JOIN awa.closures d -- one at most: a member is closed once
  ON d.slot = c.slot AND d.lane = c.lane AND d.claim_no = c.claim_no
 AND (d.ordinals IS NULL OR m.ordinal::smallint = ANY (d.ordinals));
