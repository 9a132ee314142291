-- Moves the tally of a lane forward, over up to p_limit claims: the closures of claims that are
-- closed are added to closure_sums, the others stay in its list, which holds 131,072 at most; then
-- the tally waits for the first of them. Closed means closed for good (CloseOnce), and a lane's
-- claims are seen in the order of their numbers (the stripe's lock is held until they are
-- committed), so no closure comes later for what was summed, and no claim comes below. OpenKnown,
-- CountsExact. Answers how many claims it went over. Called by awa.tally only, under its locks.
-- Index: claims_by_lane, closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.tally_lane(p_lane integer, p_slots awa.live_slots, p_limit integer)
RETURNS integer
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_from awa.lane_tallies;
  v_upto bigint;
  v_open bigint[];
  v_n    integer;
BEGIN
  SELECT t.* INTO v_from FROM awa.lane_tallies t WHERE t.lane = p_lane;
  IF NOT FOUND THEN
    v_from := ROW(p_lane, 0, '{}');
  END IF;
  WITH claim AS MATERIALIZED (
    SELECT c.claim_no, cardinality(c.members) AS members
    FROM awa.claims c
    WHERE (c.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR c.slot <= p_slots.wrap_slot)
      AND c.lane = p_lane AND c.claim_no > v_from.upto
    ORDER BY c.claim_no
    LIMIT p_limit
  ), candidate AS (
    SELECT * FROM claim
    UNION ALL
    SELECT c.claim_no, cardinality(c.members)
    FROM awa.claims c
    WHERE (c.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR c.slot <= p_slots.wrap_slot)
      AND c.lane = p_lane AND c.claim_no = ANY (v_from.open)
  ), closure AS MATERIALIZED (
    SELECT d.claim_no, d.outcome, d.n
    FROM awa.closures d
    WHERE (d.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR d.slot <= p_slots.wrap_slot)
      AND d.lane = p_lane AND d.claim_no > v_from.upto
      AND d.claim_no <= (SELECT max(claim_no) FROM claim)
    UNION ALL
    SELECT d.claim_no, d.outcome, d.n
    FROM awa.closures d
    WHERE (d.slot BETWEEN p_slots.from_slot AND p_slots.to_slot OR d.slot <= p_slots.wrap_slot)
      AND d.lane = p_lane AND d.claim_no = ANY (v_from.open)
  ), judged AS MATERIALIZED (
    SELECT c.claim_no, c.members <= coalesce(s.n, 0) AS closed
    FROM candidate c
    LEFT JOIN (SELECT claim_no, sum(n) AS n FROM closure GROUP BY claim_no) AS s USING (claim_no)
  ), stop AS (
    SELECT claim_no FROM judged WHERE NOT closed ORDER BY claim_no OFFSET 131072 LIMIT 1
  ), passed AS MATERIALIZED (
    SELECT j.*
    FROM judged j
    WHERE j.claim_no < ALL (SELECT claim_no FROM stop) OR j.claim_no <= v_from.upto
  ), summed AS (
    INSERT INTO awa.closure_sums AS t (lane, outcome, n)
    SELECT p_lane, d.outcome, sum(d.n)
    FROM closure d
    JOIN passed p ON p.claim_no = d.claim_no AND p.closed
    GROUP BY d.outcome
    ON CONFLICT (lane, outcome) DO UPDATE SET n = t.n + EXCLUDED.n
  )
  SELECT greatest(v_from.upto, max(p.claim_no)),
         coalesce(array_agg(p.claim_no ORDER BY p.claim_no) FILTER (WHERE NOT p.closed), '{}'),
         count(*) FILTER (WHERE p.claim_no > v_from.upto)
  INTO v_upto, v_open, v_n
  FROM passed p;
  IF v_upto > v_from.upto OR v_open <> v_from.open THEN
    INSERT INTO awa.lane_tallies AS t (lane, upto, open) VALUES (p_lane, v_upto, v_open)
    ON CONFLICT (lane) DO UPDATE SET upto = EXCLUDED.upto, open = EXCLUDED.open;
  END IF;
  RETURN v_n;
END
$function$;
