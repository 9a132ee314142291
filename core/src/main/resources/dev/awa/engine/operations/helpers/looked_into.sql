-- Those of some jobs that a filter means, in order, with the slots of their runs: what ranges of
-- ids and cursors can't tell of the jobs is looked up. A run that waits and has a tombstone is
-- none. Index: ready_by_lane, tombstones_by_lane; see awa.meant_by_id.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.looked_into(
  p_filter awa.job_filter, p_jobs awa.meant_job[], p_slots awa.live_slots
) RETURNS awa.meant_job[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $function$
DECLARE
  v_running awa.meant_job[] := awa.meant_by_id(
    p_filter, '{running}', ARRAY(SELECT j.job_id FROM unnest(p_jobs) AS j
                                 WHERE j.state = 'running'));
BEGIN
  RETURN ARRAY(
    SELECT ROW(m.job_id, m.state, m.slot, m.lane, m.run_no, m.xid)::awa.meant_job
    FROM (SELECT j.job_id, j.state, e.slot, j.lane, j.run_no, j.xid
          FROM unnest(p_jobs) AS j
          LEFT JOIN LATERAL (
            SELECT x.slot, x.kind
            FROM awa.ready_entries x
            WHERE (x.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                   OR x.slot <= p_slots.wrap_slot)
              AND x.lane = j.lane AND x.xid = j.xid AND x.job_id = j.job_id
              AND x.run_no = j.run_no
            LIMIT 1) AS e ON true
          WHERE j.state <> 'running'
            AND (j.lane IS NULL
                 OR (e.kind = coalesce(p_filter.kind, e.kind)
                     AND NOT EXISTS (SELECT FROM awa.ready_tombstones t
                                     WHERE t.slot = e.slot AND t.lane = j.lane
                                       AND t.job_id = j.job_id AND t.run_no = j.run_no)))
          OFFSET 0) AS m
    WHERE (NOT p_filter.looks AND m.state <> 'completed')
       OR awa.is_meant(p_filter, ROW(m.job_id, m.state, m.slot, m.lane, m.run_no,
                                     m.xid)::awa.meant_job)
    UNION ALL
    SELECT r FROM unnest(v_running) AS r
    ORDER BY 1);
END
$function$;
