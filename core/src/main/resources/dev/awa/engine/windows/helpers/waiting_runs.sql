-- The runs that wait behind some cursors, those with a tombstone among them; NULL when there are
-- more than p_limit. An unclaimed run comes after the position of its lane's cursor, or is not
-- visible in the cursor's hi: so it comes after the smaller of the position and xmin of hi. Index:
-- ready_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.waiting_runs(
  p_cursors awa.lane_cursor[], p_slots awa.live_slots, p_limit integer
) RETURNS awa.found_job[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_found awa.found_job[] := ARRAY(
    SELECT ROW(e.job_id, e.run_no, e.lane, e.xid, e.xid)::awa.found_job
    FROM unnest(p_cursors) AS k
    CROSS JOIN LATERAL (
      SELECT x.job_id, x.run_no, x.lane, x.xid
      FROM awa.ready_entries x
      WHERE (x.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR x.slot <= p_slots.wrap_slot)
        AND x.lane = k.lane
        AND (x.xid, x.job_id) > (least(k.pos_xid, pg_snapshot_xmin(k.hi)),
                                 CASE WHEN k.pos_xid <= pg_snapshot_xmin(k.hi) THEN k.pos_job_id
                                      ELSE 0 END)
        AND NOT awa.has_passed(k.lo, k.hi, k.pos_xid, k.pos_job_id, x.xid, x.job_id)
      LIMIT p_limit + 1) AS e
    LIMIT p_limit + 1);
BEGIN
  RETURN CASE WHEN cardinality(v_found) <= p_limit THEN v_found END;
END
$function$;
