-- What a run has told last: its newest progress, as an object with percent, message and at, and its
-- newest checkpoint ({"value": ...} or {}), each NULL where there is none. Looks with the snapshot
-- of its caller's statement. Index: attempt_outputs_by_job.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.last_told(
  p_job_id bigint, p_run_no integer, OUT progress jsonb, OUT checkpoint jsonb
)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  SELECT jsonb_build_object('percent', o.percent, 'message', o.message, 'at', o.recorded_at)
  INTO progress
  FROM awa.attempt_outputs o
  WHERE o.job_id = p_job_id AND o.run_no = p_run_no AND o.percent IS NOT NULL
  ORDER BY o.seq DESC
  LIMIT 1;
  SELECT o.checkpoint INTO checkpoint
  FROM awa.attempt_outputs o
  WHERE o.job_id = p_job_id AND o.run_no = p_run_no AND o.checkpoint IS NOT NULL
  ORDER BY o.seq DESC
  LIMIT 1;
END
$function$;
