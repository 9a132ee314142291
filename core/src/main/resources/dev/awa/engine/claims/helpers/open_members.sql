-- The open members of the claims of some lanes (NULL: of all). What it costs follows what is open:
-- see awa.open_claims_of, and awa.claims_open_in for all lanes at once. An open claim of one member
-- has no closure.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.open_members(p_lanes integer[]) RETURNS awa.found_job[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots := awa.live_slots();
BEGIN
  RETURN ARRAY(
    SELECT ROW(m.job_id, coalesce(m.run_no, 1), c.lane, c.xid_min, c.pos_xid)::awa.found_job
    FROM (SELECT o.*
          FROM unnest(p_lanes) AS l (lane)
          CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_slots, 0, NULL) AS o
          UNION ALL
          SELECT o.*
          FROM generate_series(-1, 15) AS s
          CROSS JOIN LATERAL awa.claims_open_in(s::smallint, NULL) AS o
          WHERE p_lanes IS NULL
            AND (s BETWEEN v_slots.from_slot AND v_slots.to_slot OR s <= v_slots.wrap_slot)) AS c
    CROSS JOIN LATERAL unnest(c.members, c.run_nos) WITH ORDINALITY AS m (job_id, run_no, ordinal)
    WHERE cardinality(c.members) = 1
       OR NOT EXISTS (SELECT FROM awa.closures d
                      WHERE d.slot = c.slot AND d.lane = c.lane AND d.claim_no = c.claim_no
                        AND (d.ordinals IS NULL OR m.ordinal::smallint = ANY (d.ordinals))));
END
$function$;
