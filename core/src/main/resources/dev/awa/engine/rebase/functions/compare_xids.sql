-- known: one past the newest transaction id that the data knows of: that of the high-water mark,
-- which lags behind by half a minute, of the rotations, of the tally of states, of the newest
-- window of each lane, and of the newest run of each lane. reached: how far this cluster is,
-- looked at afterwards, so in the cluster that the data was written in it is never behind.
--
-- What lies in no generation from the one before the last rotation on was written by transactions
-- with no higher id than that rotation's (ring.since), and its windows see no further; so only
-- those slots and slot -1 are looked at, live or not. All of them where no rotation is known. In
-- each slot the lanes that have something there; of a lane that is idle for longer there is a
-- checkpoint, which is a row. Index: claims_by_lane, ready_by_lane, one backward probe a lane and
-- slot.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.compare_xids() RETURNS TABLE (known xid8, reached xid8)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_since xid8;
  v_from  bigint; -- all generations from here on are looked at, NULL: all slots
  v_head  bigint;
  v_next  xid8;
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  -- one statement, and before the logs: a rotation that comes later bounds nothing here
  SELECT n.since, n.gen - 1, (SELECT max(r.gen) FROM awa.ring r) INTO v_since, v_from, v_head
  FROM (SELECT r.gen, r.since
        FROM awa.ring r
        WHERE r.since IS NOT NULL
        ORDER BY r.gen DESC
        LIMIT 1) AS n;
  SELECT f.xid INTO known
  FROM (SELECT s.xid_high_water FROM awa.storage_state s
        UNION ALL
        SELECT (v_since::text::bigint + 1)::text::xid8
        UNION ALL
        SELECT pg_snapshot_xmax(t.upto) FROM awa.state_tally t
        UNION ALL
        SELECT pg_snapshot_xmax(k.hi) FROM awa.lane_checkpoints k) AS f (xid)
  WHERE f.xid IS NOT NULL
  ORDER BY f.xid DESC
  LIMIT 1;
  FOR v_slot IN -1 .. 15 LOOP
    CONTINUE WHEN v_slot >= 0 AND (v_slot - v_from % 16 + 16) % 16 > v_head - v_from;
    SELECT f.xid INTO v_next
    FROM (SELECT pg_snapshot_xmax(c.hi)
          FROM awa.lanes_in_claims(v_slot::smallint) AS l (lane)
          CROSS JOIN LATERAL (
            SELECT x.hi
            FROM awa.claims x
            WHERE x.slot = v_slot AND x.lane = l.lane
            ORDER BY x.claim_no DESC
            LIMIT 1) AS c
          UNION ALL
          SELECT (e.xid::text::bigint + 1)::text::xid8
          FROM awa.lanes_in_ready(v_slot::smallint) AS l (lane)
          CROSS JOIN LATERAL (
            SELECT x.xid
            FROM awa.ready_entries x
            WHERE x.slot = v_slot AND x.lane = l.lane
            ORDER BY x.xid DESC
            LIMIT 1) AS e
         ) AS f (xid)
    ORDER BY f.xid DESC
    LIMIT 1;
    known := greatest(known, v_next);
  END LOOP;
  reached := pg_snapshot_xmax(pg_current_snapshot());
  RETURN NEXT;
END
$function$;
