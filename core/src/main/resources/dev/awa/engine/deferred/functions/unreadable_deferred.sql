-- Which of the deferred jobs that a promotion would look at can't be read, and why: see
-- awa.read_job. Asked after a promotion has failed. Index: deferred_by_run_at.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.unreadable_deferred(p_limit integer, p_from timestamptz)
RETURNS TABLE (job_id bigint, why text)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off SET lock_timeout = '2s'
AS $function$
DECLARE
  v_now timestamptz := clock_timestamp();
BEGIN
  RETURN QUERY
    SELECT d.job_id, r.why
    FROM (SELECT x.*
          FROM awa.deferred_jobs x
          WHERE x.run_at >= p_from AND x.run_at <= v_now
          ORDER BY x.run_at, x.job_id
          LIMIT p_limit) AS d
    CROSS JOIN LATERAL awa.read_job(d.kind, d.args, d.ext) AS r
    WHERE r.why IS NOT NULL;
END
$function$;
