-- Whether a slot holds rows of the ready log that a snapshot did not see: a producer that had read
-- the slot's number and then stalled has written after all. Called under the lock of the slot.
-- Index: ready_by_lane, one probe a lane that has rows there.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.has_rows_since(p_slot smallint, p_snapshot pg_snapshot)
RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN EXISTS (
    SELECT FROM awa.lanes_in_ready(p_slot) AS l (lane)
    CROSS JOIN LATERAL (
      SELECT FROM awa.ready_entries e
      WHERE e.slot = p_slot AND e.lane = l.lane
        AND e.xid >= pg_snapshot_xmin(p_snapshot) AND NOT pg_visible_in_snapshot(e.xid, p_snapshot)
      LIMIT 1) AS e);
END
$function$;
