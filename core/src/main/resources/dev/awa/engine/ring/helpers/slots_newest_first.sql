-- Some slots, that of the head first, and slot -1 last: of the claims of a lane those in an earlier
-- one are newer. Only carried claims are in slot -1, and the newest of a lane may be there.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.slots_newest_first(p_slots awa.live_slots) RETURNS smallint[]
LANGUAGE sql IMMUTABLE AS $function$
  SELECT ARRAY(SELECT s::smallint
               FROM generate_series(-1, 15) AS s
               WHERE s BETWEEN p_slots.from_slot AND p_slots.to_slot OR s <= p_slots.wrap_slot
               ORDER BY s = -1, (p_slots.head_slot - s + 16) % 16);
$function$;
