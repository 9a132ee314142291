-- Appends what running attempts of a worker have told since their last report. One object a run in
-- p_reports: slot, lane, claim_no, nonce of its claim, ordinal, job_id, run_no, attempt, seq
-- (higher than that of the report before); percent and message, checkpoint ({"value": ...}, or {}
-- to forget it) and log (awa.dated_lines), each where it is new.
--
-- Answers false, and has done nothing, when somebody has the worker's lock alone (awa.cancel, who
-- declares it dead): it never waits for that, for the beat would wait with it. Passes over runs
-- that are closed, or whose claim is not the worker's any more. Raises AW002 when the worker was
-- declared dead. So a stale attempt reports nothing that counts.
--
-- Lock order: worker (shared), claims, closures, outputs. Index: claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.report(p_worker bigint, p_reports jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET lock_timeout = '1s' AS $function$
DECLARE
  v_gen bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock_shared(p_worker) THEN
    RETURN false;
  END IF;
  IF NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = p_worker AND w.dead_since IS NULL) THEN
    PERFORM awa.refuse_fenced(p_worker);
  END IF;
  v_gen := awa.write_gen();
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  INSERT INTO awa.attempt_outputs (
    slot, job_id, run_no, seq, attempt, claim_slot, lane, claim_no, ordinal, percent, message,
    checkpoint, log)
  SELECT v_gen % 16, e.job_id, e.run_no, e.seq, e.attempt, e.slot, e.lane, e.claim_no, e.ordinal,
         e.percent, e.message, e.checkpoint, awa.dated_lines(e.log)
  FROM jsonb_to_recordset(p_reports) AS e (
    slot smallint, lane integer, claim_no bigint, nonce bigint, ordinal smallint, job_id bigint,
    run_no integer, attempt smallint, seq integer, percent real, message text, checkpoint jsonb,
    log jsonb)
  JOIN awa.claims c ON c.slot IN (e.slot, -1) AND c.lane = e.lane AND c.claim_no = e.claim_no
  WHERE c.worker_id = p_worker AND c.nonce = e.nonce AND c.members[e.ordinal] = e.job_id
    AND NOT EXISTS (SELECT FROM awa.closures d
                    WHERE d.slot IN (e.slot, -1) AND d.lane = e.lane AND d.claim_no = e.claim_no
                      AND (d.ordinals IS NULL OR e.ordinal = ANY (d.ordinals)));
  PERFORM awa.refuse_pruned(v_gen);
  RETURN true;
END
$function$;
