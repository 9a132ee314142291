-- The slots between the tail and the head of the ring: all others are empty. The tail is the
-- generation after the last that was pruned. Slot -1, where carried rows lie, is always among them:
-- it is not above any wrap_slot.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.live_slots() RETURNS awa.live_slots
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_tail   bigint := awa.tail_gen();
  v_head   bigint;
  v_sinces xid8[];
BEGIN
  SELECT max(r.gen), array_agg(r.since ORDER BY r.gen)
  INTO v_head, v_sinces
  FROM awa.ring r
  WHERE r.gen >= v_tail;
  RETURN awa.slots_between(v_tail, v_head, v_sinces);
END
$function$;
