-- The next p_most jobs before a place, by the time of their end: dead letters, or those that failed
-- or were cancelled otherwise, of some lanes (NULL: of all), of a kind (NULL: of any). Jobs
-- of all lanes that are no dead letters come whatever their kind, which no index knows: whoever
-- calls looks at it. Each index that may have some gives as many. Index: dead_letters_by_time,
-- dead_letters_by_kind, dead_letters_by_lane_and_time, dead_letters_by_lane_and_kind,
-- finished_by_time, finished_by_lane_and_time, finished_by_lane_and_kind.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.ended_before(
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
             AND (x.finished_at, x.job_id) < (p_time, p_id)
           ORDER BY x.finished_at DESC, x.job_id DESC
           LIMIT p_most)
          UNION ALL
          (SELECT x.finished_at, x.job_id
           FROM awa.dead_letters x
           WHERE p_dead AND p_lanes IS NULL AND p_kind IS NOT NULL AND x.kind = p_kind
             AND (x.finished_at, x.job_id) < (p_time, p_id)
           ORDER BY x.finished_at DESC, x.job_id DESC
           LIMIT p_most)
          UNION ALL
          (SELECT x.finished_at, x.job_id
           FROM awa.finished_jobs x
           WHERE p_finished AND p_lanes IS NULL AND (x.finished_at, x.job_id) < (p_time, p_id)
           ORDER BY x.finished_at DESC, x.job_id DESC
           LIMIT p_most)
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.dead_letters x
            WHERE p_dead AND x.lane = l.lane AND p_kind IS NULL
              AND (x.finished_at, x.job_id) < (p_time, p_id)
            ORDER BY x.finished_at DESC, x.job_id DESC
            LIMIT p_most) AS o
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.dead_letters x
            WHERE p_dead AND x.lane = l.lane AND p_kind IS NOT NULL AND x.kind = p_kind
              AND (x.finished_at, x.job_id) < (p_time, p_id)
            ORDER BY x.finished_at DESC, x.job_id DESC
            LIMIT p_most) AS o
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.finished_jobs x
            WHERE p_finished AND x.lane = l.lane AND p_kind IS NULL
              AND (x.finished_at, x.job_id) < (p_time, p_id)
            ORDER BY x.finished_at DESC, x.job_id DESC
            LIMIT p_most) AS o
          UNION ALL
          SELECT o.* FROM unnest(p_lanes) AS l (lane), LATERAL (
            SELECT x.finished_at, x.job_id
            FROM awa.finished_jobs x
            WHERE p_finished AND x.lane = l.lane AND p_kind IS NOT NULL AND x.kind = p_kind
              AND (x.finished_at, x.job_id) < (p_time, p_id)
            ORDER BY x.finished_at DESC, x.job_id DESC
            LIMIT p_most) AS o) AS e
    ORDER BY e.finished_at DESC, e.job_id DESC
    LIMIT p_most;
END
$function$;
