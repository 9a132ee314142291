-- The claims of the segments from a generation on that came after the given ones of their lanes; of
-- other lanes none. Under the locks of a carry: one probe a lane and segment, whoever else is at
-- work. Index: claims_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.claims_newer_than(p_from bigint, p_claims awa.lane_claim[])
RETURNS awa.slot_claim[]
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_slot  smallint;
  v_newer awa.slot_claim[] := '{}';
BEGIN
  FOR v_slot IN SELECT r.slot FROM awa.ring r WHERE r.gen >= p_from LOOP
    v_newer := v_newer || ARRAY(
      SELECT ROW(v_slot, c.lane, c.claim_no)::awa.slot_claim
      FROM unnest(p_claims) AS n
      CROSS JOIN LATERAL (
        SELECT x.lane, x.claim_no
        FROM awa.claims x
        WHERE x.slot = v_slot AND x.lane = n.lane AND x.claim_no > n.claim_no) AS c);
  END LOOP;
  RETURN v_newer;
END
$function$;
