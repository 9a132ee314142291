-- The next p_most jobs after a place, by the time of their end: see awa.ended_before. Index: as
-- there.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.ended_after(
  p_dead boolean, p_finished boolean, p_lanes integer[], p_kind text, p_time timestamptz,
  p_id bigint, p_most integer
) RETURNS SETOF awa.ended_job
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT e.finished_at, e.job_id
    FROM ((SELECT x.finished_at, x.job_id
           FROM awa.dead_letters x
           WHERE p_dead AND p_lanes IS NULL AND p_kind IS NULL
             AND (x.finished_at, x.job_id) > (p_time, p_id)
           ORDER BY x.finished_at, x.job_id
           LIMIT p_most)
          UNION ALL
          (SELECT x.finished_at, x.job_id
           FROM awa.dead_letters x
           WHERE p_dead AND p_lanes IS NULL AND p_kind IS NOT NULL AND x.kind = p_kind
             AND (x.finished_at, x.job_id) > (p_time, p_id)
           ORDER BY x.finished_at, x.job_id
           LIMIT p_most)
          UNION ALL
          (SELECT x.finished_at, x.job_id
           FROM awa.finished_jobs x
           WHERE p_finished AND p_lanes IS NULL AND (x.finished_at, x.job_id) > (p_time, p_id)
           ORDER BY x.finished_at, x.job_id
           LIMIT p_most)
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.dead_letters x
            WHERE p_dead AND x.lane = l.lane AND p_kind IS NULL
              AND (x.finished_at, x.job_id) > (p_time, p_id)
            ORDER BY x.finished_at, x.job_id
            LIMIT p_most) AS o
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.dead_letters x
            WHERE p_dead AND x.lane = l.lane AND p_kind IS NOT NULL AND x.kind = p_kind
              AND (x.finished_at, x.job_id) > (p_time, p_id)
            ORDER BY x.finished_at, x.job_id
            LIMIT p_most) AS o
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.finished_jobs x
            WHERE p_finished AND x.lane = l.lane AND p_kind IS NULL
              AND (x.finished_at, x.job_id) > (p_time, p_id)
            ORDER BY x.finished_at, x.job_id
            LIMIT p_most) AS o
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.finished_jobs x
            WHERE p_finished AND x.lane = l.lane AND p_kind IS NOT NULL AND x.kind = p_kind
              AND (x.finished_at, x.job_id) > (p_time, p_id)
            ORDER BY x.finished_at, x.job_id
            LIMIT p_most) AS o) AS e
    ORDER BY e.finished_at, e.job_id
    LIMIT p_most;
END
$function$;
