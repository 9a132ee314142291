-- Makes workers known, as dead ones, that have open claims and no row of awa.workers: nobody would
-- rescue those. Whoever leaves has none (awa.leave), so they come from a row that was deleted by
-- hand, or from a dump of a part of the tables. Looks at the next p_lanes lanes after p_after that
-- have claims in a live slot. Answers which workers, and the lane after which the next call is to
-- begin; NULL when there is no other.
--
-- The claims of a lane are looked at in one statement, and so is the list of workers: one that
-- leaves meanwhile is seen with its closures or not as gone. Looked at are those that are newer
-- than the lane's tally, or on its list (OpenKnown). Index: claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.declare_lost(
  p_leader bigint, p_term bigint, p_after integer, p_lanes integer
) RETURNS TABLE (workers bigint[], came_to integer)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  v_slots awa.live_slots;
  v_lanes integer[];
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- nobody carries now
  v_slots := awa.live_slots();
  v_lanes := ARRAY(SELECT awa.lanes_with_claims(p_after, p_lanes));
  WITH declared AS (
    INSERT INTO awa.workers (id, name, dead_since)
    SELECT DISTINCT c.worker_id, 'unknown', clock_timestamp()
    FROM unnest(v_lanes) AS l (lane)
    LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
    CROSS JOIN LATERAL (
      SELECT x.slot, x.lane, x.claim_no, x.worker_id, cardinality(x.members) AS members
      FROM awa.claims x
      WHERE (x.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR x.slot <= v_slots.wrap_slot)
        AND x.lane = l.lane AND x.claim_no > coalesce(t.upto, 0)
      UNION ALL
      SELECT x.slot, x.lane, x.claim_no, x.worker_id, cardinality(x.members)
      FROM awa.claims x
      WHERE (x.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR x.slot <= v_slots.wrap_slot)
        AND x.lane = l.lane AND x.claim_no = ANY (t.open)) AS c
    WHERE NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = c.worker_id)
      AND c.members > coalesce((SELECT sum(d.n)
                                FROM awa.closures d
                                WHERE d.slot = c.slot AND d.lane = c.lane
                                  AND d.claim_no = c.claim_no), 0)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  )
  SELECT coalesce(array_agg(d.id ORDER BY d.id), '{}') INTO workers FROM declared d;
  came_to := v_lanes[p_lanes];
  RETURN NEXT;
END
$function$;
