-- The jobs of a lane that wait behind a cursor as of a snapshot, and may hold a unique key; none
-- where nobody holds one. A job that was cancelled may hold on to its key, so runs with a tombstone
-- are left out. Reads neither arguments nor ext, which may be damaged. Index: ready_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.purged_holders(p_at awa.lane_cursor, p_now pg_snapshot)
RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_slots awa.live_slots := awa.live_slots();
  v_tombstoned bigint[] := awa.tombstones_in(p_at.lane, v_slots);
  -- an unclaimed run comes after the smaller of the position and xmin of hi: see
  -- awa.lanes_maybe_ready
  v_xid xid8 := least(p_at.pos_xid, pg_snapshot_xmin(p_at.hi));
  v_job bigint := CASE WHEN p_at.pos_xid <= pg_snapshot_xmin(p_at.hi) THEN p_at.pos_job_id
                       ELSE 0 END;
BEGIN
  IF NOT EXISTS (SELECT FROM awa.unique_keys) THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY(
    SELECT e.job_id
    FROM awa.ready_entries e
    WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
      AND e.lane = p_at.lane
      AND (e.xid, e.job_id) > (v_xid, v_job)
      AND pg_visible_in_snapshot(e.xid, p_now)
      AND NOT awa.has_passed(p_at.lo, p_at.hi, p_at.pos_xid, p_at.pos_job_id, e.xid, e.job_id)
      AND NOT (coalesce(e.job_id = ANY (v_tombstoned), true)
               AND awa.has_tombstone(e.slot, e.lane, e.job_id, e.run_no)));
END
$function$;
