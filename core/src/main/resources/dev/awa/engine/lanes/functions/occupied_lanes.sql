-- How many lanes have a claim or a run in a live segment, or in the carry partitions; no more than
-- p_limit are counted. All others are empty. Index: claims_by_lane, ready_by_lane, from lane to
-- lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.occupied_lanes(p_limit bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots;
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  RETURN (
    WITH RECURSIVE l (lane) AS (
      SELECT 0
      UNION ALL
      SELECT least(
               (SELECT c.lane FROM awa.claims c
                WHERE (c.slot BETWEEN v_slots.from_slot AND v_slots.to_slot
                       OR c.slot <= v_slots.wrap_slot)
                  AND c.lane > l.lane
                ORDER BY c.lane
                LIMIT 1),
               (SELECT e.lane FROM awa.ready_entries e
                WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot
                       OR e.slot <= v_slots.wrap_slot)
                  AND e.lane > l.lane
                ORDER BY e.lane
                LIMIT 1))
      FROM l
      WHERE l.lane IS NOT NULL)
    SELECT count(*) FROM (SELECT FROM l WHERE l.lane > 0 LIMIT p_limit) AS found);
END
$function$;
