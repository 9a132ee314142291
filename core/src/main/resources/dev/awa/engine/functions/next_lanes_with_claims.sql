-- The next lanes, up to p_limit, after p_after that have claims in some slots: from lane to lane by the
-- index of each slot, see awa.lanes_in_claims. Looks with the snapshot of its caller's statement.
-- Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.next_lanes_with_claims(
  p_after integer, p_limit integer, p_slots awa.live_slots
) RETURNS integer[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE l (lane) AS (
      SELECT p_after
      UNION ALL
      SELECT coalesce(
               (SELECT c.lane FROM awa.claims c
                WHERE (c.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                       OR c.slot <= p_slots.wrap_slot)
                  AND c.lane = l.lane + 1
                LIMIT 1),
               (SELECT c.lane FROM awa.claims c
                WHERE (c.slot BETWEEN p_slots.from_slot AND p_slots.to_slot
                       OR c.slot <= p_slots.wrap_slot)
                  AND c.lane > l.lane
                ORDER BY c.lane
                LIMIT 1))
      FROM l
      WHERE l.lane IS NOT NULL)
    SELECT l.lane FROM l WHERE l.lane > p_after LIMIT p_limit);
END
$function$;
