-- The next claims of a worker in one slot, after a position in (lane, claim number) order: as many as have about a
-- thousand members together, 100 at most. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.claims_of(p_worker bigint, p_slot smallint, p_lane integer, p_claim_no bigint)
RETURNS TABLE (lane integer, claim_no bigint, nonce bigint, members integer)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT n.lane, n.claim_no, n.nonce, n.members
    FROM (SELECT c.lane, c.claim_no, c.nonce, cardinality(c.members) AS members,
                 sum(cardinality(c.members)) OVER (ORDER BY c.lane, c.claim_no) - cardinality(c.members) AS before
          FROM (SELECT * FROM awa.claims x
                WHERE x.slot = p_slot AND x.worker_id = p_worker AND (x.lane, x.claim_no) > (p_lane, p_claim_no)
                ORDER BY x.lane, x.claim_no
                LIMIT 100) AS c) AS n
    WHERE n.before < 1000
    ORDER BY n.lane, n.claim_no;
END
$function$;
