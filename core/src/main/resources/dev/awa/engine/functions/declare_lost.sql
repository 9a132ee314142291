-- Makes workers known, as dead ones, that have open claims and no row of awa.workers: nobody would rescue those. Whoever leaves
-- has none (awa.leave), so they come from a row that was deleted by hand, or from a dump of a part of the tables. Answers which.
-- In one look, so that a worker which leaves meanwhile is seen with its closures or not as gone. What it costs follows the lanes
-- that have claims: see awa.open_claims_of.
CREATE OR REPLACE FUNCTION awa.declare_lost(p_leader bigint, p_epoch bigint) RETURNS SETOF bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- nobody carries now
  RETURN QUERY
    INSERT INTO awa.workers (id, name, dead_since)
    SELECT DISTINCT c.worker_id, 'unknown', clock_timestamp()
    FROM awa.lanes_with_claims() AS l (lane)
    CROSS JOIN LATERAL awa.open_claims_of(l.lane, awa.live_slots()) AS c
    WHERE NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = c.worker_id)
    ON CONFLICT (id) DO NOTHING
    RETURNING id;
END
$function$;
