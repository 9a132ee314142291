-- How many runs of each lane ended in which way, by the closures of one slot; without those that were carried, which are
-- still counted as rows. Final once no claim of the slot is open. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.closed_in(p_slot smallint) RETURNS awa.outcome_count[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN ARRAY(
    SELECT ROW(d.lane, d.outcome, sum(d.n))::awa.outcome_count
    FROM awa.closures d
    WHERE d.slot = p_slot
      AND NOT EXISTS (SELECT FROM awa.claims c WHERE c.slot = -1 AND c.lane = d.lane AND c.claim_no = d.claim_no)
    GROUP BY d.lane, d.outcome);
END
$function$;
