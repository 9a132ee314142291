-- Makes dead letters of failed jobs that are none, as awa.move_to_dead_letters does, and answers
-- the ids of those that there were, in the order of ids. Lock order: finished_jobs, dead_letters.
-- Index: primary keys.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.move_failed(job_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
  v_moved bigint[];
BEGIN
  PERFORM awa.check_kept_ids(job_ids);
  WITH gone AS (
    DELETE FROM awa.finished_jobs t
    USING (SELECT x.job_id
           FROM awa.finished_jobs x
           WHERE x.job_id = ANY (job_ids) AND x.state = 'failed'
           ORDER BY x.job_id
           FOR UPDATE) AS f
    WHERE t.job_id = f.job_id
    RETURNING t.*
  ), come AS (
    INSERT INTO awa.dead_letters (
      job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, reason, kind, args, ext)
    SELECT g.job_id, g.finished_at, g.created_at, g.lane, g.run_no, g.attempt, g.max_attempts,
           g.reason, g.kind, g.args, g.ext
    FROM gone g
    RETURNING job_id
  )
  SELECT coalesce(array_agg(c.job_id ORDER BY c.job_id), '{}') INTO v_moved FROM come c;
  RETURN v_moved;
END
$function$;
