-- known: one past the newest transaction id that the data knows of: that of the high-water mark, which lags behind by half a
-- minute, of the newest window of each lane, and of the newest run of each lane. reached: how far this cluster is, looked
-- at afterwards, so in the cluster that the data was written in it is never behind.
-- Index: claims_by_lane, ready_by_lane, one backward probe a lane and slot.
CREATE OR REPLACE FUNCTION awa.compare_xids() RETURNS TABLE (known xid8, reached xid8)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_every awa.live_slots := ROW(0::smallint, 15::smallint, -1::smallint, NULL, NULL);
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  SELECT f.xid INTO known
  FROM (SELECT s.xid_high_water AS xid FROM awa.storage_state s
        UNION ALL
        SELECT greatest(pg_snapshot_xmax(k.hi), (e.xid::text::bigint + 1)::text::xid8)
        FROM awa.lanes l
        CROSS JOIN LATERAL awa.cursor_of(l, v_every) AS k
        LEFT JOIN LATERAL (SELECT x.xid FROM awa.ready_entries x WHERE x.lane = l.lane ORDER BY x.xid DESC LIMIT 1) AS e ON true) AS f
  ORDER BY f.xid DESC
  LIMIT 1;
  reached := pg_snapshot_xmax(pg_current_snapshot());
  RETURN NEXT;
END
$function$;
