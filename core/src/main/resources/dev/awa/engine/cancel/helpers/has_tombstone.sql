-- Whether a run has a tombstone. It lies in the slot of its run: one that was carried was not
-- tombstoned before. Index: tombstones_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.has_tombstone(
  p_slot smallint, p_lane integer, p_job_id bigint, p_run_no integer
) RETURNS boolean
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM awa.ready_tombstones t
                 WHERE t.slot = p_slot AND t.lane = p_lane AND t.job_id = p_job_id
                   AND t.run_no = p_run_no);
END
$function$;
