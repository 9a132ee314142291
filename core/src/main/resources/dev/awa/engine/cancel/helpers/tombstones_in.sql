-- The jobs of a lane that have a tombstone in some slots; normally none. NULL when there are more
-- than a thousand: then every run has to be looked up, which costs less than to go through the list
-- for each. Index: tombstones_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.tombstones_in(p_lane integer, p_slots awa.live_slots)
RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_tombstoned bigint[] := ARRAY(
    SELECT t.job_id
    FROM awa.ready_tombstones t
    WHERE (t.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR t.slot <= p_slots.wrap_slot)
      AND t.lane = p_lane
    LIMIT 1001);
BEGIN
  RETURN CASE WHEN cardinality(v_tombstoned) <= 1000 THEN v_tombstoned END;
END
$function$;
