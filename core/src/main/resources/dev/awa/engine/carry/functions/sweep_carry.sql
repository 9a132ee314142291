-- Takes finished things out of the carry partitions: claims of which every member is closed, with
-- their closures (whose sums are kept) and the rows of their runs, runs that were cancelled before
-- anybody claimed them, with their tombstones, and up to p_limit rows of other runs that were
-- claimed and closed, and of reports that nobody needs. Answers how many rows. Reads nothing of the
-- ring where nothing was carried.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.sweep_carry(p_leader bigint, p_term bigint, p_limit integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_finished awa.slot_claim[];
  v_runs     bigint;
  v_swept    bigint;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  IF NOT EXISTS (SELECT FROM awa.claims c WHERE c.slot = -1)
     AND NOT EXISTS (SELECT FROM awa.ready_entries e WHERE e.slot = -1)
     AND NOT EXISTS (SELECT FROM awa.ready_tombstones t WHERE t.slot = -1)
     AND NOT EXISTS (SELECT FROM awa.attempt_outputs o WHERE o.slot = -1) THEN
    RETURN 0;
  END IF;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  LOCK TABLE awa.lane_tallies IN SHARE ROW EXCLUSIVE MODE; -- see awa.tally
  v_finished := ARRAY(
    SELECT ROW(c.slot, c.lane, c.claim_no)::awa.slot_claim
    FROM awa.claims c
    WHERE c.slot = -1
      AND cardinality(c.members) = (SELECT sum(d.n) FROM awa.closures d
                                    WHERE d.slot = -1 AND d.lane = c.lane
                                      AND d.claim_no = c.claim_no)
    FOR UPDATE SKIP LOCKED);
  v_runs := awa.sweep_runs_of(v_finished);
  WITH closures AS (
    DELETE FROM awa.closures d USING unnest(v_finished) AS f
    WHERE d.slot = -1 AND d.lane = f.lane AND d.claim_no = f.claim_no
    RETURNING d.lane, d.claim_no, d.outcome, d.n
  ), claims AS (
    DELETE FROM awa.claims c USING unnest(v_finished) AS f
    WHERE c.slot = -1 AND c.lane = f.lane AND c.claim_no = f.claim_no
    RETURNING c.lane
  ), tombstones AS (
    DELETE FROM awa.ready_tombstones t WHERE t.slot = -1 RETURNING t.lane, t.job_id, t.run_no
  ), tombstoned AS (
    DELETE FROM awa.ready_entries e USING tombstones t
    WHERE e.slot = -1 AND e.lane = t.lane AND e.job_id = t.job_id AND e.run_no = t.run_no
    RETURNING 1
  ), folded AS (
    INSERT INTO awa.closure_sums AS t (lane, outcome, n)
    SELECT c.lane, c.outcome, sum(c.n)
    FROM closures c
    LEFT JOIN LATERAL (SELECT x.* FROM awa.lane_tallies x WHERE x.lane = c.lane LIMIT 1) AS y
      ON true
    WHERE c.claim_no > coalesce(y.upto, 0) OR c.claim_no = ANY (y.open)
    GROUP BY c.lane, c.outcome
    ON CONFLICT (lane, outcome) DO UPDATE SET n = t.n + EXCLUDED.n
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM claims) + (SELECT count(*) FROM tombstoned)
    + 0 * (SELECT count(*) FROM folded)
  INTO v_swept;
  RETURN v_runs + v_swept + awa.sweep_reports(p_limit)
    + awa.sweep_carried_runs(ARRAY(SELECT awa.lanes_in_ready(-1::smallint)), p_limit);
END
$function$;
