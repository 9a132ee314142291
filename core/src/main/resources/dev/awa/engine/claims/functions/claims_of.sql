-- The next open claims of a worker after a position in (lane, claim number) order: as many as have
-- about a thousand members together. See awa.open_claims.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.claims_of(p_worker bigint, p_lane integer, p_claim_no bigint)
RETURNS TABLE (slot smallint, lane integer, claim_no bigint, nonce bigint, members integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off
SET lock_timeout = '2s' AS $function$
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  RETURN QUERY
    SELECT c.slot, c.lane, c.claim_no, c.nonce, cardinality(c.members)
    FROM awa.open_claims(p_worker, p_lane, p_claim_no, 1000) AS c;
END
$function$;
