-- The newest run of a job in the ready log, as of the caller's snapshot; all its fields are NULL
-- when there is none. Index: ready_by_job, whose scans are bitmap scans. It is an index of +job_id:
-- for job_id the planner may take ready_by_lane, and read it to its end or search it once for each
-- transaction of a segment ("skip scan", from PostgreSQL 18 on). To a plan that was made while the
-- segment was empty that looks cheap.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.newest_run(p_job_id bigint) RETURNS awa.ready_entries
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_bitmapscan = on SET enable_seqscan = off
SET jit = off AS $function$
DECLARE
  v_run awa.ready_entries;
BEGIN
  SELECT e.*
  INTO v_run
  FROM awa.ready_entries e
  WHERE +e.job_id = p_job_id
  ORDER BY e.run_no DESC
  LIMIT 1;
  RETURN v_run;
END
$function$;
