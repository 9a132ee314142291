-- The lanes that have a run to give in one slot: their cursor has not passed it. Looks with the
-- snapshot of its caller's statement. Index: ready_by_lane, claims_by_lane.
CREATE OR REPLACE FUNCTION awa.lanes_waiting_in(p_slot smallint) RETURNS SETOF integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_now  pg_snapshot := pg_current_snapshot();
  v_all  awa.live_slots := awa.live_slots();
  v_only awa.live_slots := ROW(p_slot, p_slot, -2::smallint, NULL, NULL);
BEGIN
  RETURN QUERY
    SELECT l.lane
    FROM awa.stirred_lanes(ARRAY(SELECT x.lane FROM awa.lanes x), v_all, v_only) AS l
    WHERE (awa.next_window(awa.cursor_of(l, v_all), v_only, v_now)).head IS NOT NULL;
END
$function$;
