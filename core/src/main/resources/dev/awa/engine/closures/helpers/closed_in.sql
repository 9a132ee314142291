-- How many runs of each lane ended in which way, by the closures of one slot that are not in
-- closure_sums yet; without those of claims that were carried, which are still counted as rows.
-- Final once no claim of the slot is open. p_last: the newest claim of each lane there
-- (awa.last_claims_in). A lane whose tally has come to it, with none on its list, has nothing left
-- and is passed by without a look at its closures: under the locks of a prune most lanes are.
-- Index: claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.closed_in(p_slot smallint, p_last awa.lane_claim[])
RETURNS awa.outcome_count[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(l.lane, d.outcome, sum(d.n))::awa.outcome_count
    FROM unnest(p_last) AS l
    LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
    CROSS JOIN LATERAL (
      SELECT x.claim_no, x.outcome, x.n
      FROM awa.closures x
      WHERE x.slot = p_slot AND x.lane = l.lane AND x.claim_no > coalesce(t.upto, 0)
      UNION ALL
      SELECT x.claim_no, x.outcome, x.n
      FROM awa.closures x
      WHERE x.slot = p_slot AND x.lane = l.lane AND x.claim_no = ANY (t.open)) AS d
    WHERE (t.lane IS NULL OR t.upto < l.claim_no OR t.open <> '{}')
      AND NOT EXISTS (SELECT FROM awa.claims c
                      WHERE c.slot = -1 AND c.lane = l.lane AND c.claim_no = d.claim_no)
    GROUP BY l.lane, d.outcome);
END
$function$;
