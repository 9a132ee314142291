-- The lanes that have claims in a slot, in order: up to p_limit (NULL: all) after p_after. Goes
-- from lane to lane by the index, so it costs what lanes are there, however many claims each has
-- and however many lanes are idle. One statement and not a loop of them: to begin one takes longer
-- than a probe. The next number is tried first: a probe for any lane above reads the rest of the
-- index page, one for a lane ends with that lane, and takes a tenth of the time. Looks with the
-- snapshot of its caller's statement. Index: claims_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.lanes_in_claims(
  p_slot smallint, p_after integer DEFAULT 0, p_limit integer DEFAULT NULL
) RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN QUERY
    WITH RECURSIVE l (lane) AS (
      SELECT p_after
      UNION ALL
      SELECT coalesce(
               (SELECT c.lane
                FROM awa.claims c
                WHERE c.slot = p_slot AND c.lane = l.lane + 1
                LIMIT 1),
               (SELECT c.lane FROM awa.claims c
                WHERE c.slot = p_slot AND c.lane > l.lane
                ORDER BY c.lane
                LIMIT 1))
      FROM l
      WHERE l.lane IS NOT NULL)
    SELECT l.lane FROM l WHERE l.lane > p_after LIMIT p_limit;
END
$function$;
