-- The members of claims that nothing has closed, with all that the ready log says of them.
-- Index: claims_by_lane, closures_by_claim, ready_by_lane.
CREATE OR REPLACE FUNCTION awa.open_runs(p_slot smallint, p_lanes integer[], p_claim_nos bigint[]) RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql STABLE ROWS 500
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots := awa.live_slots();
BEGIN
  RETURN QUERY
    SELECT 'claimed', c.slot, c.lane, l.priority, c.claim_no, m.ordinal::smallint, e.slot, e.xid, e.job_id, e.run_lease,
           e.attempt, e.max_attempts, e.ready_at, e.kind, e.args, e.ext
    FROM unnest(p_lanes, p_claim_nos) AS w (lane, claim_no)
    JOIN awa.claims c ON c.slot = p_slot AND c.lane = w.lane AND c.claim_no = w.claim_no
    JOIN awa.lanes l ON l.lane = c.lane
    CROSS JOIN LATERAL unnest(c.members, c.leases) WITH ORDINALITY AS m (job_id, run_lease, ordinal)
    JOIN awa.ready_entries e
      ON e.lane = c.lane AND e.xid BETWEEN c.xid_min AND c.pos_xid
     AND e.job_id = m.job_id AND e.run_lease = coalesce(m.run_lease, 1)
    WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
      AND NOT EXISTS (SELECT FROM awa.closures d
                      WHERE d.slot = c.slot AND d.lane = c.lane AND d.claim_no = c.claim_no
                        AND (d.ordinals IS NULL OR m.ordinal::smallint = ANY (d.ordinals)))
    ORDER BY c.lane, c.claim_no, m.ordinal;
END
$function$;
