-- The first run of a window after the cursor's position; NULL when there is none. Called by
-- awa.next_window and awa.pass_tombstones. The same two index ranges as awa.claim_window. Index:
-- ready_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.window_head(p_cursor awa.lane_cursor) RETURNS awa.lane_head
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_slots awa.live_slots := p_cursor.slots;
  v_late xid8;
  v_head awa.lane_head;
  -- One row comparison, which the index can begin at: see awa.claim_window.
  v_from_xid xid8 := greatest(p_cursor.pos_xid, pg_snapshot_xmax(p_cursor.lo));
  v_from_job bigint := CASE WHEN p_cursor.pos_xid >= pg_snapshot_xmax(p_cursor.lo)
                              THEN p_cursor.pos_job_id ELSE 0 END;
BEGIN
  FOREACH v_late IN ARRAY p_cursor.late LOOP
    SELECT e.ready_at, e.xid, e.job_id INTO v_head
    FROM awa.ready_entries e
    WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
      AND e.lane = p_cursor.lane AND e.xid = v_late
      AND (e.xid, e.job_id) > (p_cursor.pos_xid, p_cursor.pos_job_id)
      AND NOT (coalesce(e.job_id = ANY (p_cursor.tombstoned), true)
               AND awa.has_tombstone(e.slot, e.lane, e.job_id, e.run_no))
    ORDER BY e.job_id
    LIMIT 1;
    IF FOUND THEN
      RETURN v_head;
    END IF;
  END LOOP;
  SELECT e.ready_at, e.xid, e.job_id INTO v_head
  FROM awa.ready_entries e
  WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
    AND e.lane = p_cursor.lane
    AND (e.xid, e.job_id) > (v_from_xid, v_from_job) AND e.xid < pg_snapshot_xmax(p_cursor.hi)
    AND pg_visible_in_snapshot(e.xid, p_cursor.hi)
    AND NOT (coalesce(e.job_id = ANY (p_cursor.tombstoned), true)
             AND awa.has_tombstone(e.slot, e.lane, e.job_id, e.run_no))
  ORDER BY e.xid, e.job_id
  LIMIT 1;
  RETURN v_head;
END
$function$;
