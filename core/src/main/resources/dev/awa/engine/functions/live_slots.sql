-- The slots between the tail and the head of the ring: all others are empty. The tail is the generation after the last
-- that was pruned. Slot -1, where carried rows lie, is always among them: it is not above any wrap_slot.
CREATE OR REPLACE FUNCTION awa.live_slots() RETURNS awa.live_slots
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_head bigint := (SELECT r.gen FROM awa.ring r ORDER BY r.gen DESC LIMIT 1);
  v_tail bigint := awa.tail_gen();
BEGIN
  IF v_head - v_tail >= 15 THEN
    RETURN ROW(0::smallint, 15::smallint, -1::smallint);
  END IF;
  IF v_tail % 16 <= v_head % 16 THEN
    RETURN ROW((v_tail % 16)::smallint, (v_head % 16)::smallint, -1::smallint);
  END IF;
  RETURN ROW((v_tail % 16)::smallint, 15::smallint, (v_head % 16)::smallint);
END
$function$;
