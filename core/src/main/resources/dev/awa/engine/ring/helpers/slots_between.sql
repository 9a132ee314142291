-- The slots of the generations from a tail to a head, which may be all of the ring, as ranges that
-- partitions can be left out by. Slot -1 is always among them.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.slots_between(p_tail bigint, p_head bigint, p_sinces xid8[])
RETURNS awa.live_slots
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  v_tail smallint := p_tail % 16;
  v_head smallint := p_head % 16;
BEGIN
  IF p_head - p_tail >= 15 THEN
    RETURN ROW(0::smallint, 15::smallint, -1::smallint, v_head, p_sinces);
  END IF;
  IF v_tail <= v_head THEN
    RETURN ROW(v_tail, v_head, -1::smallint, v_head, p_sinces);
  END IF;
  RETURN ROW(v_tail, 15::smallint, v_head, v_head, p_sinces);
END
$function$;
