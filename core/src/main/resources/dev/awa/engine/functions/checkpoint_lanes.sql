-- Keeps the cursor of each lane whose newest claim lies in a slot that is about to be emptied. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.checkpoint_lanes(p_slot smallint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  INSERT INTO awa.lane_checkpoints AS k (lane, claim_no, pos_xid, pos_job_id, taken, lo, hi)
  SELECT c.lane, c.claim_no, c.pos_xid, c.pos_job_id, c.taken, c.lo, c.hi
  FROM awa.lanes l
  CROSS JOIN LATERAL (
    SELECT x.* FROM awa.claims x WHERE x.slot = p_slot AND x.lane = l.lane ORDER BY x.claim_no DESC LIMIT 1) AS c
  WHERE NOT EXISTS (SELECT FROM awa.claims n WHERE n.lane = c.lane AND n.claim_no > c.claim_no)
  ON CONFLICT (lane) DO UPDATE
  SET claim_no = EXCLUDED.claim_no, pos_xid = EXCLUDED.pos_xid, pos_job_id = EXCLUDED.pos_job_id,
      taken = EXCLUDED.taken, lo = EXCLUDED.lo, hi = EXCLUDED.hi
  WHERE k.claim_no < EXCLUDED.claim_no;
END
$function$;
