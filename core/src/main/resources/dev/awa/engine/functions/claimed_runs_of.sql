-- The open members of a claim, as a worker is given them. See awa.open_runs_of.
CREATE OR REPLACE FUNCTION awa.claimed_runs_of(p_claim awa.claims, p_slots awa.live_slots) RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql STABLE ROWS 100 AS $function$
BEGIN
  RETURN QUERY
    SELECT 'claimed', p_claim.slot, p_claim.lane, l.priority, p_claim.claim_no, o.ordinal, (o.run).slot, (o.run).xid,
           (o.run).job_id, (o.run).run_lease, (o.run).attempt, (o.run).max_attempts, (o.run).ready_at, (o.run).kind,
           (o.run).args, (o.run).ext
    FROM awa.lanes l
    CROSS JOIN LATERAL awa.open_runs_of(p_claim, p_slots) AS o
    WHERE l.lane = p_claim.lane;
END
$function$;
