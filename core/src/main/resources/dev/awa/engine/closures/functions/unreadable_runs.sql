-- Which of some runs can't be read, and why: see awa.read_job. For whoever was refused when it
-- ended them. A run that was carried meanwhile is found in slot -1. Index: ready_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.unreadable_runs(
  p_slots smallint[], p_lanes integer[], p_xids xid8[], p_job_ids bigint[], p_run_nos integer[]
) RETURNS TABLE (job_id bigint, why text)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off SET lock_timeout = '2s'
AS $function$
BEGIN
  RETURN QUERY
    SELECT e.job_id, r.why
    FROM unnest(p_slots, p_lanes, p_xids, p_job_ids, p_run_nos)
      AS u (slot, lane, xid, job_id, run_no)
    CROSS JOIN LATERAL (
      SELECT x.job_id, x.kind, x.args, x.ext
      FROM awa.ready_entries x
      WHERE x.slot IN (u.slot, -1) AND x.lane = u.lane AND x.xid = u.xid AND x.job_id = u.job_id
        AND x.run_no = u.run_no
      LIMIT 1) AS e
    CROSS JOIN LATERAL awa.read_job(e.kind, e.args, e.ext) AS r
    WHERE r.why IS NOT NULL;
END
$function$;
