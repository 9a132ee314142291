-- How many runs of each lane ended in which way, by the closures of one slot that are not in terminal_rollups yet; without those of claims that
-- were carried, which are still counted as rows. Final once no claim of the slot is open. What it costs follows the lanes of the slot and
-- what came since their tallies. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.closed_in(p_slot smallint) RETURNS awa.outcome_count[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(d.lane, d.outcome, sum(d.n))::awa.outcome_count
    FROM awa.lanes_in_claims(p_slot) AS l (lane)
    CROSS JOIN LATERAL awa.untallied_closures(l.lane) AS d
    WHERE d.slot = p_slot
      AND NOT EXISTS (SELECT FROM awa.claims c WHERE c.slot = -1 AND c.lane = d.lane AND c.claim_no = d.claim_no)
    GROUP BY d.lane, d.outcome);
END
$function$;
