-- Whether a report has the newest checkpoint, or the newest progress, of its run. Index:
-- reports_by_run.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.is_newest_report(
  p_job_id bigint, p_run_no integer, p_seq integer, p_checkpoint boolean, p_progress boolean
) RETURNS boolean
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN (p_checkpoint AND NOT EXISTS (
      SELECT FROM awa.attempt_outputs n
      WHERE n.job_id = p_job_id AND n.run_no = p_run_no AND n.seq > p_seq
        AND n.claim_no IS NOT NULL AND n.checkpoint IS NOT NULL))
    OR (p_progress AND NOT EXISTS (
      SELECT FROM awa.attempt_outputs n
      WHERE n.job_id = p_job_id AND n.run_no = p_run_no AND n.seq > p_seq
        AND n.claim_no IS NOT NULL AND n.percent IS NOT NULL));
END
$function$;
