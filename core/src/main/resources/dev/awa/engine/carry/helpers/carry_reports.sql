-- Copies the newest progress and the newest checkpoint of runs that are open into the carry
-- partition, out of a slot that is about to be emptied: a job may run for longer than its reports
-- are kept. The lines of its log stay behind. The caller keeps writers out (awa.lock_outputs).
-- Should the slot not be emptied after all, the copies do no harm: the same number is the same
-- report. Index: reports_by_run, claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.carry_reports(p_slot smallint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $function$
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  INSERT INTO awa.attempt_outputs (
    slot, job_id, recorded_at, run_no, seq, attempt, claim_slot, lane, claim_no, ordinal, percent,
    message, checkpoint)
  SELECT -1, o.job_id, o.recorded_at, o.run_no, o.seq, o.attempt, o.claim_slot, o.lane, o.claim_no,
         o.ordinal, o.percent, o.message, o.checkpoint
  FROM (SELECT DISTINCT ON (x.job_id, x.run_no) x.*
        FROM awa.attempt_outputs x
        WHERE x.slot = p_slot AND x.claim_no IS NOT NULL
        ORDER BY x.job_id, x.run_no, x.seq DESC) AS r -- a run that has reported there
  JOIN awa.attempt_outputs o
    ON o.slot = p_slot AND o.claim_no IS NOT NULL AND o.job_id = r.job_id AND o.run_no = r.run_no
  WHERE awa.is_open_member(r.claim_slot, r.lane, r.claim_no, r.ordinal)
    AND awa.is_newest_report(o.job_id, o.run_no, o.seq, o.checkpoint IS NOT NULL,
                             o.percent IS NOT NULL);
END
$function$;
