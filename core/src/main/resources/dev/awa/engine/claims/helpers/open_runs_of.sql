-- The open members of a claim: the ordinal of each, and its row in the ready log as far as that
-- lies in the given slots. Reads the rows that the claim took and not many others, as
-- awa.claim_window did: the late ones of its window, one probe each, and the range between its
-- first and its last. Looks with the snapshot of its caller's statement. Index: ready_by_lane,
-- closures_by_claim.
--
-- The last transaction of the range is read apart: PostgreSQL stops a scan at an upper bound of the
-- first column alone, so to compare (xid, job_id) from above would read all that a large
-- transaction has enqueued, for each claim of it.
--
-- Column by column and not as one value: a row that is made a value is put together, and its
-- arguments are read, though nobody asks for them, and the look fails when those of one run can't
-- be read (awa.read_job).
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.open_runs_of(p_claim awa.claims, p_slots awa.live_slots)
RETURNS TABLE (
  ordinal smallint, slot smallint, xid xid8, job_id bigint, run_no integer, attempt smallint,
  max_attempts smallint, ready_at timestamptz, kind text, args json, ext json
)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_range_xid xid8 := greatest(p_claim.xid_min, pg_snapshot_xmax(p_claim.lo));
  v_range_job bigint := CASE WHEN p_claim.xid_min >= pg_snapshot_xmax(p_claim.lo)
                               THEN p_claim.members[1] ELSE 0 END;
  v_late      xid8[] := ARRAY(SELECT x FROM pg_snapshot_xip(p_claim.lo) AS s (x)
                              WHERE x >= p_claim.xid_min AND x <= p_claim.pos_xid
                                AND pg_visible_in_snapshot(x, p_claim.hi));
  v_closed    smallint[] := '{}';
  v_closure   awa.closures;
BEGIN
  FOR v_closure IN SELECT d.* FROM awa.closures d
                   WHERE d.slot = p_claim.slot AND d.lane = p_claim.lane
                     AND d.claim_no = p_claim.claim_no LOOP
    IF v_closure.ordinals IS NULL THEN
      RETURN;
    END IF;
    v_closed := v_closed || v_closure.ordinals;
  END LOOP;
  -- array_position, and not ANY, which would be taken for a condition of the index and begin a scan
  -- for each member
  RETURN QUERY
    SELECT m.ordinal, f.slot, f.xid, f.job_id, f.run_no, f.attempt, f.max_attempts, f.ready_at,
           f.kind, f.args, f.ext
    FROM (SELECT e.*
          FROM unnest(v_late) AS l (xid)
          JOIN awa.ready_entries e
            ON e.lane = p_claim.lane AND e.xid = l.xid
           AND e.job_id >= CASE WHEN l.xid = p_claim.xid_min THEN p_claim.members[1] ELSE 0 END
           AND e.job_id <= CASE WHEN l.xid = p_claim.pos_xid THEN p_claim.pos_job_id
                                ELSE 9223372036854775807 END
          WHERE (e.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                 OR e.slot <= p_slots.wrap_slot)
          UNION ALL
          SELECT e.*
          FROM awa.ready_entries e
          WHERE (e.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                 OR e.slot <= p_slots.wrap_slot) AND e.lane = p_claim.lane
            AND (e.xid, e.job_id) >= (v_range_xid, v_range_job) AND e.xid < p_claim.pos_xid
          UNION ALL
          SELECT e.*
          FROM awa.ready_entries e
          WHERE (e.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                 OR e.slot <= p_slots.wrap_slot) AND e.lane = p_claim.lane
            AND p_claim.pos_xid >= v_range_xid AND e.xid = p_claim.pos_xid
            AND e.job_id >= CASE WHEN v_range_xid = p_claim.pos_xid THEN v_range_job ELSE 0 END
            AND e.job_id <= p_claim.pos_job_id) AS f
    CROSS JOIN LATERAL (SELECT array_position(p_claim.members, f.job_id)::smallint AS ordinal) AS m
    WHERE m.ordinal IS NOT NULL AND m.ordinal <> ALL (v_closed)
      AND f.run_no = CASE WHEN p_claim.run_nos IS NULL THEN 1 ELSE p_claim.run_nos[m.ordinal] END
    ORDER BY m.ordinal;
END
$function$;
