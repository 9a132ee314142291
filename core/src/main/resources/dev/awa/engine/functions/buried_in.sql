-- The jobs of a lane that have a tombstone in some slots; normally none. A tombstone lies in the slot of its run.
-- Index: tombstones_by_lane.
CREATE OR REPLACE FUNCTION awa.buried_in(p_lane integer, p_slots awa.live_slots) RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT t.job_id
    FROM awa.ready_tombstones t
    WHERE (t.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR t.slot <= p_slots.wrap_slot) AND t.lane = p_lane);
END
$function$;
