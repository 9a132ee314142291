-- The open members of the claims of some lanes (NULL: of all). What it costs follows what is open: see awa.open_claims_of.
CREATE OR REPLACE FUNCTION awa.open_members(p_lanes integer[]) RETURNS awa.found_job[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots := awa.live_slots();
  v_lanes integer[] := coalesce(p_lanes, ARRAY(SELECT awa.lanes_with_claims()));
BEGIN
  RETURN ARRAY(
    SELECT ROW(m.job_id, coalesce(m.run_lease, 1), c.lane, c.xid_min, c.pos_xid)::awa.found_job
    FROM unnest(v_lanes) AS l (lane)
    CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_slots) AS c
    CROSS JOIN LATERAL unnest(c.members, c.leases) WITH ORDINALITY AS m (job_id, run_lease, ordinal)
    WHERE NOT EXISTS (SELECT FROM awa.closures d
                      WHERE d.slot = c.slot AND d.lane = c.lane AND d.claim_no = c.claim_no
                        AND (d.ordinals IS NULL OR m.ordinal::smallint = ANY (d.ordinals))));
END
$function$;
