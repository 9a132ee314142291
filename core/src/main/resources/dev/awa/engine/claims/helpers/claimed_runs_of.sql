-- The open members of a claim, as a worker is given them: one that can't be read comes without what
-- is lost, and its ext says so (awa.read_job). See awa.open_runs_of.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.claimed_runs_of(p_claim awa.claims, p_slots awa.live_slots)
RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql STABLE ROWS 100 AS $function$
BEGIN
  RETURN QUERY
    SELECT 'claimed', p_claim.slot, p_claim.lane, l.priority, p_claim.claim_no, o.ordinal, o.slot,
           o.xid, o.job_id, o.run_no, o.attempt, o.max_attempts, o.ready_at, r.kind, r.args, r.ext
    FROM awa.lanes l
    CROSS JOIN LATERAL awa.open_runs_of(p_claim, p_slots) AS o
    CROSS JOIN LATERAL awa.read_job(o.kind, o.args, o.ext) AS r
    WHERE l.lane = p_claim.lane;
END
$function$;
