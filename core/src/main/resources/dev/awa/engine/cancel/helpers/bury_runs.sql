-- Buries some runs of a lane that wait, as awa.bury_waiting does one, and answers those that it
-- has buried: not those that the cursor has passed since they were found, that have a tombstone by
-- now, or that were carried. The caller holds the stripe and the claim log, and calls
-- awa.pass_tombstones at the end. Index: ready_by_lane, tombstones_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.bury_runs(p_lane awa.lanes, p_runs awa.meant_job[])
RETURNS awa.meant_job[]
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $function$
DECLARE
  v_at     awa.lane_cursor := awa.cursor_of(p_lane, awa.live_slots());
  v_buried awa.meant_job[];
BEGIN
  WITH waiting AS MATERIALIZED (
    SELECT r.*
    FROM unnest(p_runs) AS r
    CROSS JOIN LATERAL (SELECT
                        FROM awa.ready_entries x
                        WHERE x.slot = r.slot AND x.lane = r.lane AND x.xid = r.xid
                          AND x.job_id = r.job_id AND x.run_no = r.run_no
                        LIMIT 1) AS e
    WHERE NOT awa.has_passed(v_at.lo, v_at.hi, v_at.pos_xid, v_at.pos_job_id, r.xid, r.job_id)
      AND NOT EXISTS (SELECT FROM awa.ready_tombstones t
                      WHERE t.slot = r.slot AND t.lane = r.lane AND t.job_id = r.job_id
                        AND t.run_no = r.run_no)
  ), tombstones AS (
    INSERT INTO awa.ready_tombstones (slot, lane, job_id, run_no)
    SELECT w.slot, w.lane, w.job_id, w.run_no FROM waiting w
  ), uncounted AS ( -- in any case: see awa.bury_waiting
    UPDATE awa.lane_counts k
    SET waiting = k.waiting - (SELECT count(*)
                               FROM waiting w
                               WHERE pg_visible_in_snapshot(w.xid, k.upto))
    WHERE k.lane = p_lane.lane
  )
  SELECT coalesce(array_agg(ROW(w.job_id, w.state, w.slot, w.lane, w.run_no, w.xid)::awa.meant_job
                            ORDER BY w.job_id), '{}')
  INTO v_buried
  FROM waiting w;
  RETURN v_buried;
END
$function$;
