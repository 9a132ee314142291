-- Keeps the jobs of some runs that were buried (awa.bury_runs) among the cancelled ones, without
-- what can't be read of them, and lets go of their unique keys: as awa.keep_cancelled, for many.
-- Index: ready_by_lane.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.keep_buried(p_runs awa.meant_job[], p_reason text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $function$
DECLARE
  v_lost bigint[]; -- jobs whose ext is lost
BEGIN
  WITH ended AS MATERIALIZED (
    SELECT e.job_id, e.ready_at, e.lane, e.run_no, e.attempt, e.max_attempts, w.kind, w.args,
           awa.as_object(w.ext) AS carries
    FROM unnest(p_runs) AS r
    JOIN awa.ready_entries e
      ON e.slot = r.slot AND e.lane = r.lane AND e.xid = r.xid AND e.job_id = r.job_id
         AND e.run_no = r.run_no
    CROSS JOIN LATERAL awa.read_job(e.kind, e.args, e.ext) AS w
  ), terminal AS (
    INSERT INTO awa.finished_jobs (
      job_id, created_at, lane, run_no, attempt, max_attempts, state, reason, kind, args, ext)
    SELECT e.job_id, awa.created_at(e.carries, e.ready_at), e.lane, e.run_no, e.attempt,
           e.max_attempts, 'cancelled', p_reason, e.kind, e.args, e.carries::json
    FROM ended e
  ), let_go AS (
    DELETE FROM awa.unique_keys u
    USING ended e
    WHERE u.unique_key = awa.key_of_cancelled(e.carries) AND u.job_id = e.job_id
  )
  SELECT array_agg(e.job_id) FILTER (WHERE e.carries ? 'unreadable_ext') INTO v_lost FROM ended e;
  PERFORM awa.let_go_lost_keys(v_lost);
END
$function$;
