-- The claims of a slot but those that are open (p_open), as far as they can have claimed carried
-- rows: of lanes that have some, and from before the newest of those. No claim is added to the slot
-- any more. Index: ready_by_lane, one probe a lane; claims_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.closed_claims_in(p_slot smallint, p_open awa.slot_claim[])
RETURNS awa.slot_claim[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(p_slot, c.lane, c.claim_no)::awa.slot_claim
    FROM awa.lanes_in_ready(-1::smallint) AS l (lane)
    CROSS JOIN LATERAL (
      SELECT e.xid
      FROM awa.ready_entries e
      WHERE e.slot = -1 AND e.lane = l.lane
      ORDER BY e.xid DESC
      LIMIT 1) AS newest
    CROSS JOIN LATERAL (
      SELECT x.lane, x.claim_no FROM awa.claims x
      WHERE x.slot = p_slot AND x.lane = l.lane AND x.xid_min <= newest.xid
      OFFSET 0) AS c
    WHERE (c.lane, c.claim_no) NOT IN (SELECT o.lane, o.claim_no
                                       FROM unnest(p_open) AS o
                                       WHERE o.slot = p_slot));
END
$function$;
