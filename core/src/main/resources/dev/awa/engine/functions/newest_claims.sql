-- The newest claim of each lane that has any.
CREATE OR REPLACE FUNCTION awa.newest_claims() RETURNS awa.lane_claim[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_all awa.live_slots := awa.live_slots();
BEGIN
  RETURN ARRAY(
    SELECT ROW(l.lane, (awa.cursor_of(l, v_all)).claim_no)::awa.lane_claim FROM awa.lanes l);
END
$function$;
