-- As awa.runs_between, in some slots. Reads the blocks that may hold such ids, which a block-range
-- index tells, and in them the runs of other lanes too; gives up after 20,000 rows, unless one id
-- is asked for. The lanes are written so that no index of theirs is taken: that would read all that
-- they have. Index: ready_by_job.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.runs_by_id(
  p_slots awa.live_slots, p_lanes integer[], p_kind text, p_from bigint, p_below bigint
) RETURNS awa.found_jobs
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = on SET enable_seqscan = off SET jit = off AS $function$
DECLARE
  c_most  CONSTANT bigint := 20000;
  v_found awa.found_jobs;
BEGIN
  SELECT count(*),
         coalesce(array_agg(ROW(e.job_id, e.run_no, e.lane, e.xid, e.xid)::awa.found_job)
                  FILTER (WHERE (p_lanes IS NULL OR e.lane = ANY (p_lanes))
                          AND (p_kind IS NULL OR e.kind = p_kind)), '{}')
  INTO v_found
  FROM (SELECT x.job_id, x.run_no, x.lane, x.xid, x.kind
        FROM awa.ready_entries x
        WHERE (x.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR x.slot <= p_slots.wrap_slot)
          AND +x.job_id >= p_from AND +x.job_id < p_below
        LIMIT CASE WHEN p_below - p_from > 1 THEN c_most + 1 END) AS e;
  IF v_found.reads > c_most AND p_below - p_from > 1 THEN
    v_found.jobs := NULL;
  END IF;
  RETURN v_found;
END
$function$;
