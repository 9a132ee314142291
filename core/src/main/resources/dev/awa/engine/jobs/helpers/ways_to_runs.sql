-- How runs of some lanes are found in the live slots while ranges of ids are gone through: by id
-- where the lanes have many, by lane where they have few, and not at all where they have none. Of
-- all lanes (NULL): by id. Index: ready_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.ways_to_runs(p_lanes integer[], p_slots awa.live_slots)
RETURNS TABLE (by_id awa.live_slots[], by_lane awa.live_slots[])
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  c_few   CONSTANT bigint := 2000;
  v_slot  smallint;
  v_count bigint;
BEGIN
  by_id := CASE WHEN p_lanes IS NULL THEN ARRAY[p_slots] ELSE '{}' END;
  by_lane := '{}';
  FOR v_slot IN
    SELECT s
    FROM generate_series(-1, 15) AS s
    WHERE p_lanes IS NOT NULL
      AND (s BETWEEN p_slots.from_slot AND p_slots.to_slot OR s <= p_slots.wrap_slot)
  LOOP
    v_count := (SELECT count(*)
                FROM (SELECT FROM awa.ready_entries e
                      WHERE e.slot = v_slot AND e.lane = ANY (p_lanes)
                      LIMIT c_few + 1) AS e);
    IF v_count > c_few THEN
      by_id := by_id || ROW(v_slot, v_slot, -2, NULL, NULL)::awa.live_slots;
    ELSIF v_count > 0 THEN
      by_lane := by_lane || ROW(v_slot, v_slot, -2, NULL, NULL)::awa.live_slots;
    END IF;
  END LOOP;
  RETURN NEXT;
END
$function$;
