-- Makes workers known, as dead ones, that have open claims and no row of awa.workers: nobody would rescue those. Whoever leaves
-- has none (awa.leave), so they come from a row that was deleted by hand, or from a dump of a part of the tables. Answers which.
-- In one look, so that a worker which leaves meanwhile is seen with its closures or not as gone. Looks at all lanes of a slot in
-- one statement; what it costs follows what is open: see awa.claims_open_in.
CREATE OR REPLACE FUNCTION awa.declare_lost(p_leader bigint, p_epoch bigint) RETURNS SETOF bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_slots awa.live_slots;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- nobody carries now
  v_slots := awa.live_slots();
  RETURN QUERY
    INSERT INTO awa.workers (id, name, dead_since)
    SELECT DISTINCT c.worker_id, 'unknown', clock_timestamp()
    FROM generate_series(-1, 15) AS s
    CROSS JOIN LATERAL awa.claims_open_in(s::smallint, NULL) AS c
    WHERE (s BETWEEN v_slots.from_slot AND v_slots.to_slot OR s <= v_slots.wrap_slot)
      AND NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = c.worker_id)
    ON CONFLICT (id) DO NOTHING
    RETURNING id;
END
$function$;
