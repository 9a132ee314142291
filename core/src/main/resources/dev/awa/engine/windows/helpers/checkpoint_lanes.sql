-- Keeps the cursor of each lane whose newest claim lies in a slot that is about to be emptied. A
-- checkpoint that turns out to be older than a claim does no harm: awa.cursor_of takes the newer
-- one. So most are kept before the locks, and under them only what has none yet is looked for in
-- the other slots. Index: claims_by_lane, the primary key of lane_checkpoints; one probe each a
-- lane that has claims there. Both are asked by subqueries that give a value: as anti-joins they
-- are read whole once, all claims of all slots, where statistics say so.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.checkpoint_lanes(p_slot smallint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  INSERT INTO awa.lane_checkpoints AS k (lane, claim_no, pos_xid, pos_job_id, taken, lo, hi)
  SELECT c.lane, c.claim_no, c.pos_xid, c.pos_job_id, c.taken, c.lo, c.hi
  FROM awa.lanes_in_claims(p_slot) AS l (lane)
  CROSS JOIN LATERAL (
    SELECT x.*
    FROM awa.claims x
    WHERE x.slot = p_slot AND x.lane = l.lane
    ORDER BY x.claim_no DESC
    LIMIT 1) AS c
  WHERE c.claim_no > coalesce((SELECT h.claim_no FROM awa.lane_checkpoints h WHERE h.lane = c.lane),
                              0)
    AND c.claim_no = (SELECT n.claim_no
                      FROM awa.claims n
                      WHERE n.lane = c.lane
                      ORDER BY n.claim_no DESC
                      LIMIT 1)
  ON CONFLICT (lane) DO UPDATE
  SET claim_no = EXCLUDED.claim_no, pos_xid = EXCLUDED.pos_xid, pos_job_id = EXCLUDED.pos_job_id,
      taken = EXCLUDED.taken, lo = EXCLUDED.lo, hi = EXCLUDED.hi
  WHERE k.claim_no < EXCLUDED.claim_no;
END
$function$;
