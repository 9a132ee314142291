-- Moves what open claims have in a slot to the carry partitions: the rows of their open runs, and the claims that lie in
-- the slot with their closures. Answers how many rows. The caller holds the segment's locks. Index: ready_by_lane.
CREATE OR REPLACE FUNCTION awa.carry_open(p_slot smallint, p_open awa.slot_claim[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_rows   bigint;
  v_claims bigint;
BEGIN
  INSERT INTO awa.ready_entries (slot, xid, job_id, ready_at, lane, run_lease, attempt, max_attempts, kind, args, ext)
  SELECT -1, e.xid, e.job_id, e.ready_at, e.lane, e.run_lease, e.attempt, e.max_attempts, e.kind, e.args, e.ext
  FROM unnest(p_open) AS o
  JOIN awa.claims c ON c.slot = o.slot AND c.lane = o.lane AND c.claim_no = o.claim_no
  CROSS JOIN LATERAL unnest(c.members, c.leases) WITH ORDINALITY AS m (job_id, run_lease, ordinal)
  JOIN awa.ready_entries e
    ON e.slot = p_slot AND e.lane = c.lane AND e.xid BETWEEN c.xid_min AND c.pos_xid
   AND e.job_id = m.job_id AND e.run_lease = coalesce(m.run_lease, 1)
  WHERE NOT EXISTS (SELECT FROM awa.closures d
                    WHERE d.slot = c.slot AND d.lane = c.lane AND d.claim_no = c.claim_no
                      AND (d.ordinals IS NULL OR m.ordinal::smallint = ANY (d.ordinals)));
  GET DIAGNOSTICS v_rows = ROW_COUNT;

  INSERT INTO awa.closures (slot, closed_at, claim_no, worker_id, flush_no, lane, outcome, n, ordinals)
  SELECT -1, d.closed_at, d.claim_no, d.worker_id, d.flush_no, d.lane, d.outcome, d.n, d.ordinals
  FROM unnest(p_open) AS o
  JOIN awa.closures d ON d.slot = o.slot AND d.lane = o.lane AND d.claim_no = o.claim_no
  WHERE o.slot = p_slot;

  INSERT INTO awa.claims (slot, claim_no, worker_id, nonce, claimed_at, pos_xid, pos_job_id, xid_min, taken, lane,
                          lo, hi, members, leases)
  SELECT -1, c.claim_no, c.worker_id, c.nonce, c.claimed_at, c.pos_xid, c.pos_job_id, c.xid_min, c.taken, c.lane,
         c.lo, c.hi, c.members, c.leases
  FROM unnest(p_open) AS o
  JOIN awa.claims c ON c.slot = o.slot AND c.lane = o.lane AND c.claim_no = o.claim_no
  WHERE o.slot = p_slot;
  GET DIAGNOSTICS v_claims = ROW_COUNT;

  -- a rescue that has passed slot -1 must look there again
  UPDATE awa.workers w SET rescued_gen = -1, rescued_lane = 0, rescued_claim = 0 WHERE w.dead_since IS NOT NULL;
  RETURN v_rows + v_claims;
END
$function$;
