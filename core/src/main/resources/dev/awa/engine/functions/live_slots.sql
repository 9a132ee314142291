-- The slots between the tail and the head of the ring: all others are empty.
CREATE OR REPLACE FUNCTION awa.live_slots() RETURNS awa.live_slots
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_tail smallint := (SELECT r.slot FROM awa.ring r ORDER BY r.gen LIMIT 1);
  v_head smallint := (SELECT r.slot FROM awa.ring r ORDER BY r.gen DESC LIMIT 1);
BEGIN
  IF v_tail <= v_head THEN
    RETURN ROW(v_tail, v_head, -1::smallint);
  END IF;
  RETURN ROW(v_tail, 15::smallint, v_head);
END
$function$;
