-- Up to p_limit dead letters that have been kept for the time of their queue, or of the
-- storage where it has none, locked; not those that somebody else has locked. One probe a lane.
-- Rows are compared as a whole: with lane = ... the planner takes the index by time, for its order,
-- and walks over what other queues keep. Index: dead_letters_by_lane_and_time.
CREATE OR REPLACE FUNCTION awa.old_dead_letters_by_lane(p_limit integer) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_bitmapscan = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT old.job_id
    FROM (SELECT l.lane,
                 clock_timestamp() - coalesce(q.keep_dead_letters, s.keep_dead_letters) AS before
          FROM awa.lanes l
          CROSS JOIN awa.storage_state s
          LEFT JOIN awa.queues q ON q.name = l.queue
          OFFSET 0) AS lane
    CROSS JOIN LATERAL (
      SELECT t.job_id
      FROM awa.dead_letters t
      WHERE (t.lane, t.finished_at) >= (lane.lane, timestamptz '-infinity')
        AND (t.lane, t.finished_at) < (lane.lane, lane.before)
      ORDER BY t.lane, t.finished_at
      LIMIT p_limit
      FOR UPDATE SKIP LOCKED) AS old
    LIMIT p_limit);
END
$function$;
