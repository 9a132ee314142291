-- The newest p_limit jobs (NULL: all) outside of the logs, in one state (NULL: any of theirs;
-- dead_letter: of the failed ones those; no_dead_letter: the others) of some lanes (NULL: of all)
-- and one kind (NULL: any) with ids from p_from to below p_below. Looks for all, or for a kind,
-- among no more than 20,000 at once. Index: deferred_by_state, deferred_by_lane, finished_by_state,
-- finished_by_lane, the primary key of dead_letters, dead_letters_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.others_between(
  p_state text, p_lanes integer[], p_kind text, p_from bigint, p_below bigint, p_limit integer
) RETURNS awa.found_jobs
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  c_most     CONSTANT bigint := 20000;
  v_deferred text[] := CASE WHEN p_state IS NULL THEN '{scheduled,retryable}'
                            WHEN p_state IN ('scheduled', 'retryable') THEN ARRAY[p_state] END;
  v_terminal text[] := CASE WHEN p_state IS NULL THEN '{failed,cancelled}'
                            WHEN p_state IN ('failed', 'cancelled') THEN ARRAY[p_state]
                            WHEN p_state = 'no_dead_letter' THEN '{failed}' END;
  v_dead     text[] := CASE WHEN coalesce(p_state, 'failed') IN ('failed', 'dead_letter')
                            THEN '{failed}' END;
  v_limit    bigint := CASE WHEN p_kind IS NULL THEN coalesce(p_limit, c_most + 1)
                            ELSE c_most + 1 END;
  v_found    awa.found_jobs;
BEGIN
  WITH other AS (
    SELECT o.* FROM unnest(v_deferred) AS s (state), LATERAL (
      SELECT d.job_id, d.kind FROM awa.deferred_jobs d
      WHERE p_lanes IS NULL AND d.state = s.state AND d.job_id >= p_from AND d.job_id < p_below
      ORDER BY d.job_id DESC LIMIT v_limit) AS o
    UNION ALL
    SELECT o.* FROM unnest(v_terminal) AS s (state), LATERAL (
      SELECT t.job_id, t.kind FROM awa.finished_jobs t
      WHERE p_lanes IS NULL AND t.state = s.state AND t.job_id >= p_from AND t.job_id < p_below
      ORDER BY t.job_id DESC LIMIT v_limit) AS o
    UNION ALL
    SELECT o.* FROM unnest(v_dead), LATERAL (
      SELECT q.job_id, q.kind FROM awa.dead_letters q
      WHERE p_lanes IS NULL AND q.job_id >= p_from AND q.job_id < p_below
      ORDER BY q.job_id DESC LIMIT v_limit) AS o
    UNION ALL
    SELECT o.* FROM unnest(p_lanes) AS l (lane), unnest(v_deferred) AS s (state), LATERAL (
      SELECT d.job_id, d.kind FROM awa.deferred_jobs d
      WHERE d.lane = l.lane AND d.state = s.state AND d.job_id >= p_from AND d.job_id < p_below
      ORDER BY d.job_id DESC LIMIT v_limit) AS o
    UNION ALL
    SELECT o.* FROM unnest(p_lanes) AS l (lane), unnest(v_terminal) AS s (state), LATERAL (
      SELECT t.job_id, t.kind FROM awa.finished_jobs t
      WHERE t.lane = l.lane AND t.state = s.state AND t.job_id >= p_from AND t.job_id < p_below
      ORDER BY t.job_id DESC LIMIT v_limit) AS o
    UNION ALL
    SELECT o.* FROM unnest(p_lanes) AS l (lane), unnest(v_dead), LATERAL (
      SELECT q.job_id, q.kind FROM awa.dead_letters q
      WHERE q.lane = l.lane AND q.job_id >= p_from AND q.job_id < p_below
      ORDER BY q.job_id DESC LIMIT v_limit) AS o
  )
  SELECT count(*),
         coalesce(array_agg(ROW(o.job_id, 2147483647, NULL, NULL, NULL)::awa.found_job)
                  FILTER (WHERE p_kind IS NULL OR o.kind = p_kind), '{}')
  INTO v_found
  FROM other o;
  IF v_limit > c_most AND v_found.reads > c_most AND p_below - p_from > 1 THEN
    v_found.jobs := NULL;
  END IF;
  RETURN v_found;
END
$function$;
