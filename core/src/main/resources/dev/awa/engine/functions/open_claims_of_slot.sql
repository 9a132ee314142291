-- The open claims that have anything in a slot: those that lie in it, and those that have taken runs of it. A claim is of the lane
-- of its runs, so only the lanes of the slot are looked at. Looks at what is new since their tallies: see awa.open_claims_of.
CREATE OR REPLACE FUNCTION awa.open_claims_of_slot(p_slot smallint) RETURNS awa.slot_claim[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_all awa.live_slots := awa.live_slots();
BEGIN
  RETURN ARRAY(
    SELECT ROW(c.slot, c.lane, c.claim_no)::awa.slot_claim
    FROM (SELECT awa.lanes_in_claims(p_slot) UNION SELECT awa.lanes_in_ready(p_slot)) AS l (lane)
    CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_all) AS c);
END
$function$;
