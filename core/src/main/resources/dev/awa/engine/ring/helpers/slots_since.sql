-- Of the live slots those in which a run of a transaction from an id on can lie: the segment before
-- the one that was opened last before that id was given out, and the newer ones (ring.since), and
-- slot -1. All of them where nothing is known, or where some slots are meant whatever the ring
-- says.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.slots_since(p_slots awa.live_slots, p_xid xid8)
RETURNS awa.live_slots
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  v_live integer := coalesce(cardinality(p_slots.sinces), 0);
BEGIN
  -- the head is at place v_live, and i is opened as the segment after place i - 1
  FOR i IN REVERSE v_live .. 3 LOOP
    IF p_slots.sinces[i] < p_xid THEN
      RETURN awa.slots_between(p_slots.head_slot - (v_live - i) - 1 + 16, p_slots.head_slot + 16,
                               p_slots.sinces);
    END IF;
  END LOOP;
  RETURN p_slots;
END
$function$;
