-- The members of claims that nothing has closed, for whoever ends them: without priority, arguments
-- and ext, which are neither read nor sent (NULL). A claim that was carried meanwhile is found in
-- slot -1. Index: claims_by_lane; see awa.open_runs_of.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.open_runs(
  p_slots smallint[], p_lanes integer[], p_claim_nos bigint[]
) RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql VOLATILE ROWS 500
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  v_live awa.live_slots;
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_live := awa.live_slots();
  RETURN QUERY
    SELECT 'claimed', (c.claim).slot, (c.claim).lane, NULL::smallint, (c.claim).claim_no, r.ordinal,
           r.slot, r.xid, r.job_id, r.run_no, r.attempt, r.max_attempts, r.ready_at, NULL::text,
           NULL::json, NULL::json
    FROM unnest(p_slots, p_lanes, p_claim_nos) WITH ORDINALITY AS w (slot, lane, claim_no, place)
    CROSS JOIN LATERAL (
      SELECT x AS claim
      FROM awa.claims x
      WHERE x.slot IN (w.slot, -1) AND x.lane = w.lane AND x.claim_no = w.claim_no
      LIMIT 1) AS c -- a probe: a join would read all claims where statistics say so
    CROSS JOIN LATERAL awa.open_runs_of(c.claim, v_live) AS r
    ORDER BY w.place, r.ordinal;
END
$function$;
