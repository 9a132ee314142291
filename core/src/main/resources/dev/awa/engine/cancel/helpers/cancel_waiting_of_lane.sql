-- Appends tombstones for up to p_limit waiting runs of a lane, of one kind or any, that come after
-- a place, and keeps their jobs among the cancelled ones (awa.keep_buried). Looks at no more than
-- so many runs. Answers how many were tombstoned, and the place that it came to; no place when it
-- came to the end. The caller holds the stripe and the claim log. Index: ready_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.cancel_waiting_of_lane(
  p_lane awa.lanes, p_kind text, p_after awa.lane_place, p_limit integer, p_reason text,
  OUT tombstoned integer, OUT place awa.lane_place
)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  c_looks  CONSTANT integer := 5000;
  v_slots  awa.live_slots := awa.live_slots();
  v_at     awa.lane_cursor := awa.cursor_of(p_lane, v_slots);
  v_tombstoned bigint[] := awa.tombstones_in(p_lane.lane, v_slots);
  v_looks  bigint;
  v_runs   awa.meant_job[];
  -- an unclaimed run comes after the smaller of the position and xmin of hi: see
  -- awa.lanes_maybe_ready
  v_xid    xid8 := least(v_at.pos_xid, pg_snapshot_xmin(v_at.hi));
  v_job    bigint := CASE WHEN v_at.pos_xid <= pg_snapshot_xmin(v_at.hi) THEN v_at.pos_job_id
                          ELSE 0 END;
BEGIN
  IF p_after.xid > v_xid OR (p_after.xid = v_xid AND p_after.job_id > v_job) THEN
    v_xid := p_after.xid;
    v_job := p_after.job_id;
  END IF;
  WITH looked AS MATERIALIZED (
    SELECT e.slot, e.lane, e.xid, e.job_id, e.run_no, e.kind
    FROM awa.ready_entries e
    WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
      AND e.lane = p_lane.lane
      AND (e.xid, e.job_id) > (v_xid, v_job)
      AND NOT awa.has_passed(v_at.lo, v_at.hi, v_at.pos_xid, v_at.pos_job_id, e.xid, e.job_id)
    ORDER BY e.xid, e.job_id
    LIMIT c_looks
  ), waiting AS MATERIALIZED (
    SELECT l.*
    FROM looked l
    WHERE (p_kind IS NULL OR l.kind = p_kind)
      AND NOT (coalesce(l.job_id = ANY (v_tombstoned), true)
               AND awa.has_tombstone(l.slot, l.lane, l.job_id, l.run_no))
    ORDER BY l.xid, l.job_id
    LIMIT p_limit
  ), tombstones AS (
    INSERT INTO awa.ready_tombstones (slot, lane, job_id, run_no)
    SELECT w.slot, w.lane, w.job_id, w.run_no FROM waiting w
  ), uncounted AS (
    UPDATE awa.lane_counts k
    SET waiting = k.waiting - (SELECT count(*)
                               FROM waiting w
                               WHERE pg_visible_in_snapshot(w.xid, k.upto))
    WHERE k.lane = p_lane.lane
  ), kept AS (
    SELECT count(*)::integer AS n FROM waiting
  ), last AS (
    (SELECT w.xid, w.job_id
     FROM waiting w
     WHERE (SELECT k.n FROM kept k) = p_limit
     ORDER BY w.xid DESC, w.job_id DESC
     LIMIT 1)
    UNION ALL
    (SELECT l.xid, l.job_id
     FROM looked l
     WHERE (SELECT k.n FROM kept k) < p_limit
     ORDER BY l.xid DESC, l.job_id DESC
     LIMIT 1)
  )
  SELECT k.n, (SELECT count(*) FROM looked), t.xid, t.job_id,
         (SELECT array_agg(ROW(w.job_id, 'available', w.slot, w.lane, w.run_no,
                               w.xid)::awa.meant_job)
          FROM waiting w)
  INTO tombstoned, v_looks, v_xid, v_job, v_runs
  FROM kept k LEFT JOIN last t ON true;
  IF tombstoned = p_limit OR v_looks = c_looks THEN
    place := ROW(p_lane.lane, v_xid, v_job);
  END IF;
  IF tombstoned > 0 THEN
    PERFORM awa.keep_buried(v_runs, p_reason);
    PERFORM awa.pass_tombstones(p_lane);
  END IF;
END
$function$;
