-- Up to p_limit cancelled and failed jobs that have been kept for the time of their kind, or of
-- their queue where the kind has none, or of the storage, locked; not those that somebody else has
-- locked.
--
-- Walks from row to row by lane, kind and time: from one that is due to the next one, and from one
-- that is not to the next lane or kind. So each step is one probe of the index, there are as many
-- as there are pairs of lane and kind and rows that are due, and what a kind keeps for long is not
-- walked over, however much that is. Index: finished_by_lane_and_kind.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.old_finished_by_kind(p_limit integer) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_bitmapscan = off SET enable_seqscan = off SET enable_sort = off
SET enable_incremental_sort = off SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE walk (lane, kind, finished_at, job_id, before) AS (
      SELECT 0, '', timestamptz '-infinity', bigint '0', timestamptz '-infinity'
      UNION ALL
      SELECT n.lane, n.kind, n.finished_at, n.job_id,
             clock_timestamp()
               - coalesce(k.keep_failed, q.keep_failed, s.keep_failed)
      FROM walk w
      CROSS JOIN LATERAL (
        SELECT t.lane, t.kind, t.finished_at, t.job_id
        FROM awa.finished_jobs t
        WHERE (t.lane, t.kind, t.finished_at, t.job_id)
              > (w.lane, w.kind,
                 CASE WHEN w.finished_at < w.before THEN w.finished_at ELSE 'infinity' END,
                 w.job_id)
        ORDER BY t.lane, t.kind, t.finished_at, t.job_id
        LIMIT 1) AS n
      CROSS JOIN awa.storage_state s
      LEFT JOIN awa.lanes l ON l.lane = n.lane
      LEFT JOIN awa.queues q ON q.name = l.queue
      LEFT JOIN awa.kinds k ON k.name = n.kind
    )
    SELECT d.job_id
    FROM walk w
    JOIN awa.finished_jobs d ON d.job_id = w.job_id
    WHERE w.finished_at < w.before
    LIMIT p_limit
    FOR UPDATE OF d SKIP LOCKED);
END
$function$;
