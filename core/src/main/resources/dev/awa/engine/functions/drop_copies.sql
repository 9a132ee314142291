-- Takes back copies that a carry has made of waiting runs of a slot (awa.carry_waiting) and that do not wait any more: they
-- are members of claims that came since (p_claims), or were cancelled, which shows in more tombstones than there were
-- (p_buried). A row of the carry partition that has no original in the slot is of an earlier carry, and stays. Answers how
-- many. The caller holds the segment's locks. Index: claims_by_lane, ready_by_lane.
CREATE OR REPLACE FUNCTION awa.drop_copies(p_slot smallint, p_claims awa.slot_claim[], p_buried bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $function$
DECLARE
  v_claimed bigint;
  v_buried  bigint := 0;
BEGIN
  DELETE FROM awa.ready_entries e
  USING unnest(p_claims) AS n
  JOIN awa.claims c ON c.slot = n.slot AND c.lane = n.lane AND c.claim_no = n.claim_no
  WHERE e.slot = -1 AND e.lane = c.lane AND e.xid BETWEEN c.xid_min AND c.pos_xid AND e.job_id = ANY (c.members)
    AND EXISTS (SELECT FROM awa.ready_entries o
                WHERE o.slot = p_slot AND o.lane = e.lane AND o.xid = e.xid AND o.job_id = e.job_id);
  GET DIAGNOSTICS v_claimed = ROW_COUNT;
  IF p_buried <> (SELECT count(*) FROM awa.ready_tombstones t WHERE t.slot = p_slot) THEN
    v_buried := awa.drop_buried_copies(p_slot);
  END IF;
  RETURN v_claimed + v_buried;
END
$function$;
