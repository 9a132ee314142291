-- How many claims that are kept no tally has passed, in how many lanes, and how many of them are of
-- the lane that has most, with its queue. Looks at the first p_lanes lanes of each live segment.
-- Index: claims_by_lane, two probes a lane and segment.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.tally_lag(p_lanes integer)
RETURNS TABLE (claims bigint, lanes bigint, most bigint, queue text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  RETURN QUERY
    WITH RECURSIVE l (slot, lane, n) AS (
      SELECT r.slot,
             (SELECT c.lane FROM awa.claims c WHERE c.slot = r.slot ORDER BY c.lane LIMIT 1), 1
      FROM awa.ring r
      WHERE r.gen >= awa.tail_gen()
      UNION ALL
      SELECT l.slot, (SELECT c.lane FROM awa.claims c
                      WHERE c.slot = l.slot AND c.lane > l.lane
                      ORDER BY c.lane
                      LIMIT 1), l.n + 1
      FROM l
      WHERE l.lane IS NOT NULL AND l.n < p_lanes
    ), behind AS (
      SELECT l.lane, sum(newest.claim_no - greatest(t.upto, oldest.claim_no - 1)) AS claims
      FROM l
      CROSS JOIN LATERAL (SELECT c.claim_no FROM awa.claims c
                          WHERE c.slot = l.slot AND c.lane = l.lane
                          ORDER BY c.claim_no DESC LIMIT 1) AS newest
      CROSS JOIN LATERAL (SELECT c.claim_no FROM awa.claims c
                          WHERE c.slot = l.slot AND c.lane = l.lane
                          ORDER BY c.claim_no LIMIT 1) AS oldest
      LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
      WHERE newest.claim_no > coalesce(t.upto, 0)
      GROUP BY l.lane
    ), most AS (
      SELECT b.lane, b.claims FROM behind b ORDER BY b.claims DESC, b.lane LIMIT 1
    )
    SELECT coalesce(sum(b.claims), 0)::bigint, count(*), coalesce(max(b.claims), 0)::bigint,
           (SELECT x.queue FROM most m JOIN awa.lanes x ON x.lane = m.lane)
    FROM behind b;
END
$function$;
