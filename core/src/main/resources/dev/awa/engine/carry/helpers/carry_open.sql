-- Moves what open claims have in a slot to the carry partitions: the rows of their open runs, and
-- the claims that lie in the slot with their closures. Answers how many rows. p_unreadable: jobs
-- that are carried without what can't be read of them (awa.read_job). The caller holds the
-- segment's locks. One probe a claim, which LIMIT and OFFSET make sure of: a join would read all
-- claims where statistics say so. Index: claims_by_lane, closures_by_claim, ready_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.carry_open(
  p_slot smallint, p_open awa.slot_claim[], p_unreadable bigint[]
) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_rows   bigint;
  v_claims bigint;
BEGIN
  INSERT INTO awa.ready_entries (
    slot, xid, job_id, ready_at, lane, run_no, attempt, max_attempts, kind, args, ext)
  SELECT -1, r.xid, r.job_id, r.ready_at, o.lane, r.run_no, r.attempt, r.max_attempts,
         CASE WHEN r.job_id = ANY (p_unreadable) THEN (awa.read_job(r.kind, r.args, r.ext)).kind
              ELSE r.kind END,
         CASE WHEN r.job_id = ANY (p_unreadable) THEN (awa.read_job(r.kind, r.args, r.ext)).args
              ELSE r.args END,
         CASE WHEN r.job_id = ANY (p_unreadable) THEN (awa.read_job(r.kind, r.args, r.ext)).ext
              ELSE r.ext END
  FROM unnest(p_open) AS o
  CROSS JOIN LATERAL (
    SELECT x AS claim
    FROM awa.claims x
    WHERE x.slot = o.slot AND x.lane = o.lane AND x.claim_no = o.claim_no
    LIMIT 1) AS c
  CROSS JOIN LATERAL awa.open_runs_of(c.claim,
                                      ROW(p_slot, p_slot, -2::smallint, NULL,
                                          NULL)::awa.live_slots) AS r;
  GET DIAGNOSTICS v_rows = ROW_COUNT;

  INSERT INTO awa.closures (
    slot, closed_at, claim_no, worker_id, flush_no, lane, outcome, n, ordinals)
  SELECT -1, d.closed_at, d.claim_no, d.worker_id, d.flush_no, d.lane, d.outcome, d.n, d.ordinals
  FROM unnest(p_open) AS o
  CROSS JOIN LATERAL (
    SELECT x.*
    FROM awa.closures x
    WHERE x.slot = o.slot AND x.lane = o.lane AND x.claim_no = o.claim_no OFFSET 0) AS d
  WHERE o.slot = p_slot;

  INSERT INTO awa.claims (
    slot, claim_no, worker_id, nonce, claimed_at, pos_xid, pos_job_id, xid_min, taken, lane, lo, hi,
    members, run_nos)
  SELECT -1, c.claim_no, c.worker_id, c.nonce, c.claimed_at, c.pos_xid, c.pos_job_id, c.xid_min,
         c.taken, c.lane, c.lo, c.hi, c.members, c.run_nos
  FROM unnest(p_open) AS o
  CROSS JOIN LATERAL (
    SELECT x.*
    FROM awa.claims x
    WHERE x.slot = o.slot AND x.lane = o.lane AND x.claim_no = o.claim_no
    LIMIT 1) AS c
  WHERE o.slot = p_slot;
  GET DIAGNOSTICS v_claims = ROW_COUNT;
  RETURN v_rows + v_claims;
END
$function$;
