-- Of the live slots those in which a run can lie that waits behind some cursors: an unclaimed run
-- comes after the smaller of the position and xmin of hi (awa.waiting_runs). All of them where a
-- lane was never claimed.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.slots_behind(p_cursors awa.lane_cursor[], p_slots awa.live_slots)
RETURNS awa.live_slots
LANGUAGE sql IMMUTABLE AS $function$
  SELECT awa.slots_since(p_slots, (SELECT least(k.pos_xid, pg_snapshot_xmin(k.hi))
                                   FROM unnest(p_cursors) AS k
                                   ORDER BY 1
                                   LIMIT 1))
$function$;
