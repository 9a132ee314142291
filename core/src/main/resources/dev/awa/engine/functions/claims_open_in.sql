-- The claims of one slot that have open members. Index: closures_by_claim.
CREATE OR REPLACE FUNCTION awa.claims_open_in(p_slot smallint) RETURNS TABLE (lane integer, claim_no bigint)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN QUERY
    SELECT c.lane, c.claim_no
    FROM awa.claims c
    LEFT JOIN (SELECT d.lane, d.claim_no, sum(d.n) AS n
               FROM awa.closures d
               WHERE d.slot = p_slot
               GROUP BY d.lane, d.claim_no) AS closed USING (lane, claim_no)
    WHERE c.slot = p_slot AND cardinality(c.members) > coalesce(closed.n, 0);
END
$function$;
