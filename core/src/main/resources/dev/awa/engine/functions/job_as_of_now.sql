-- One job in the snapshot of its caller's statement, so that one that moves meanwhile is found in one place. It is outside of
-- the logs, or its newest run tells where it is. Index: primary keys, ready_by_job, closures_by_claim.
CREATE OR REPLACE FUNCTION awa.job_as_of_now(p_id bigint) RETURNS SETOF awa.jobs
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $function$
DECLARE
  v_run    awa.ready_entries;
  v_claim  awa.claim_member;
  v_closed awa.closures;
BEGIN
  RETURN QUERY SELECT * FROM awa.jobs_outside_logs j WHERE j.id = p_id;
  IF FOUND THEN
    RETURN;
  END IF;
  SELECT e.* INTO v_run FROM awa.ready_entries e WHERE e.job_id = p_id ORDER BY e.run_lease DESC LIMIT 1;
  v_claim := awa.claim_of(v_run);
  IF v_claim.claim_no IS NULL AND awa.is_buried(v_run.slot, v_run.lane, v_run.job_id, v_run.run_lease) THEN
    RETURN; -- and deleted since
  END IF;
  SELECT d.* INTO v_closed
  FROM awa.closures d
  WHERE d.slot = v_claim.slot AND d.lane = v_claim.lane AND d.claim_no = v_claim.claim_no
    AND (d.ordinals IS NULL OR v_claim.ordinal = ANY (d.ordinals))
  LIMIT 1;
  IF v_closed.outcome <> 1 THEN
    RETURN; -- it moved on, and was deleted since
  END IF;
  RETURN QUERY
    SELECT v_run.job_id, v_run.kind, l.queue,
           CASE WHEN v_claim.claim_no IS NULL THEN 'available' WHEN v_closed.outcome IS NULL THEN 'running' ELSE 'completed' END,
           l.priority, (v_run.attempt + CASE WHEN v_claim.claim_no IS NULL THEN 0 ELSE 1 END)::smallint, v_run.max_attempts,
           v_run.run_lease, v_run.args, v_run.ext, awa.created_at(awa.as_object(v_run.ext), v_run.ready_at), v_run.ready_at,
           v_closed.closed_at, NULL::text
    FROM awa.lanes l
    WHERE l.lane = v_run.lane;
END
$function$;
