-- The lanes that have a run to give in one slot: their cursor has not passed it. Index: ready_by_lane, claims_by_lane.
CREATE OR REPLACE FUNCTION awa.lanes_waiting_in(p_slot smallint) RETURNS SETOF integer
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off AS $function$
DECLARE
  v_now  pg_snapshot := pg_current_snapshot();
  v_all  awa.live_slots := awa.live_slots();
  v_only awa.live_slots := ROW(p_slot, p_slot, -2::smallint);
BEGIN
  RETURN QUERY
    SELECT l.lane
    FROM awa.lanes l
    WHERE (awa.next_window(awa.cursor_of(l, v_all), v_only, v_now)).head IS NOT NULL;
END
$function$;
