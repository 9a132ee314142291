-- The job of a run, its newest, as awa.jobs shows it, but that its ext has what the run has told;
-- no row when it was purged, or was cancelled or moved on and is not outside of the logs. What can
-- not be read of it is left out (awa.read_job). p_claim: what awa.claim_of answers. Index:
-- closures_by_claim, tombstones_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.job_of_run(p_run awa.ready_entries, p_claim awa.claim_member)
RETURNS SETOF awa.jobs
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_closed awa.closures;
BEGIN
  IF p_claim.claim_no IS NOT NULL AND p_claim.ordinal IS NULL THEN
    RETURN; -- purged; or cancelled, or edited, and deleted since
  END IF;
  SELECT d.* INTO v_closed
  FROM awa.closures d
  WHERE d.slot = p_claim.slot AND d.lane = p_claim.lane AND d.claim_no = p_claim.claim_no
    AND (d.ordinals IS NULL OR p_claim.ordinal = ANY (d.ordinals))
  LIMIT 1;
  IF v_closed.outcome <> awa.outcome('completed') THEN
    RETURN; -- it moved on, and was deleted since
  END IF;
  IF (p_claim.claim_no IS NULL OR v_closed.outcome IS NOT NULL)
     AND awa.has_tombstone(p_run.slot, p_run.lane, p_run.job_id, p_run.run_no) THEN
    RETURN; -- cancelled, and deleted since; or completed, and deleted
  END IF;
  RETURN QUERY
    SELECT p_run.job_id, r.kind, l.queue,
           CASE WHEN p_claim.claim_no IS NULL THEN 'available'
                WHEN v_closed.outcome IS NULL THEN 'running' ELSE 'completed' END,
           l.priority,
           (p_run.attempt + CASE WHEN p_claim.claim_no IS NULL THEN 0 ELSE 1 END)::smallint,
           p_run.max_attempts, p_run.run_no, r.args, t.ext,
           awa.created_at(awa.as_object(r.ext), p_run.ready_at), p_run.ready_at, v_closed.closed_at,
           NULL::text, (t.progress).percent, (t.progress).message, (t.progress).at,
           false
    FROM awa.lanes l
    CROSS JOIN awa.read_job(p_run.kind, p_run.args, p_run.ext) AS r
    CROSS JOIN LATERAL (
      SELECT x.ext, awa.progress_of(x.ext) AS progress
      FROM (SELECT CASE WHEN p_claim.claim_no IS NULL THEN r.ext
                        ELSE awa.told_of_run(r.ext, p_run.job_id, p_run.run_no) END AS ext
            OFFSET 0) AS x
      OFFSET 0) AS t
    WHERE l.lane = p_run.lane;
END
$function$;
