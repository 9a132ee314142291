-- The newest run of a job in the ready log, as of the caller's snapshot; all its fields are NULL
-- when there is none. Index: ready_by_job, whose scans are bitmap scans. Plain index scans are
-- switched off because PostgreSQL from 18 on may search ready_by_lane instead, once for each
-- transaction of a segment ("skip scan").
CREATE OR REPLACE FUNCTION awa.newest_run(p_job_id bigint) RETURNS awa.ready_entries
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_indexscan = off
SET jit = off AS $function$
DECLARE
  v_run awa.ready_entries;
BEGIN
  SELECT e.*
  INTO v_run
  FROM awa.ready_entries e
  WHERE e.job_id = p_job_id
  ORDER BY e.run_no DESC
  LIMIT 1;
  RETURN v_run;
END
$function$;
