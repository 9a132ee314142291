-- As awa.runs_between, in a slot in which the lanes have few runs. Index: ready_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.runs_by_lane(
  p_slot smallint, p_lanes integer[], p_kind text, p_from bigint, p_below bigint
) RETURNS awa.found_jobs
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_found awa.found_jobs;
BEGIN
  SELECT count(*),
         coalesce(array_agg(ROW(e.job_id, e.run_no, e.lane, e.xid, e.xid)::awa.found_job)
                  FILTER (WHERE p_kind IS NULL OR e.kind = p_kind), '{}')
  INTO v_found
  FROM awa.ready_entries e
  WHERE e.slot = p_slot AND e.lane = ANY (p_lanes) AND e.job_id >= p_from AND e.job_id < p_below;
  RETURN v_found;
END
$function$;
