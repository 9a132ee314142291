-- Up to p_limit (NULL: all) claims of one slot that have open members. Looks at all lanes of the
-- slot in one statement, and of each at the claims that came since its tally or stand on its list
-- (OpenKnown): what it costs follows the lanes of the slot, and what is open there.
-- Index: claims_by_lane, closures_by_claim.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.claims_open_in(p_slot smallint, p_limit bigint)
RETURNS SETOF awa.claims
LANGUAGE plpgsql STABLE ROWS 10 SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT c.*
    FROM awa.lanes_in_claims(p_slot) AS l (lane)
    LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
    CROSS JOIN LATERAL (
      SELECT x.*
      FROM awa.claims x
      WHERE x.slot = p_slot AND x.lane = l.lane AND x.claim_no > coalesce(t.upto, 0)
      UNION ALL
      SELECT x.*
      FROM awa.claims x
      WHERE x.slot = p_slot AND x.lane = l.lane AND x.claim_no = ANY (t.open)) AS c
    WHERE cardinality(c.members) > coalesce((SELECT sum(d.n)
                                             FROM awa.closures d
                                             WHERE d.slot = p_slot AND d.lane = c.lane
                                               AND d.claim_no = c.claim_no), 0)
    LIMIT p_limit;
END
$function$;
