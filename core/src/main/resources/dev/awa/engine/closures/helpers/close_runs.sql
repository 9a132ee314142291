-- Closes runs of claims that one worker made: where a handler that returned (awa.flush) and a
-- worker that died (awa.rescue) meet. The caller holds the worker's lock and has checked that it
-- may speak for the worker.
--
-- The i-th element of p_slots, p_lanes, p_claim_nos, p_nonces, p_outcomes and p_counts describes
-- one closure; its ordinals are the next p_counts[i] elements of p_ordinals, or every member of the
-- claim when that is 0. p_endings describes the runs that need more than a closure (see
-- awa.end_runs).
--
-- A member is closed at most once, and only through the claim that the worker holds (lane, number,
-- worker and nonce must match: numbers repeat after a failover). Members that are closed already,
-- or whose claim is not the worker's, are left alone and returned, with the index of their closure
-- in the batch.
--
-- A claim that was carried meanwhile is found in slot -1. One statement a slot, mostly one in all:
-- partitions are left out before they are made ready to be read only for a parameter of the
-- statement, and that is most of what a short flush costs.
--
-- Lock order: (worker,) claims, ready, closures, then the rest. Index: claims_by_lane,
-- closures_by_claim.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.close_runs(
  p_worker bigint, p_flush bigint,
  p_slots smallint[], p_lanes integer[], p_claim_nos bigint[], p_nonces bigint[],
  p_outcomes smallint[], p_counts smallint[], p_ordinals smallint[], p_endings jsonb
) RETURNS TABLE (closure integer, stale smallint[])
LANGUAGE plpgsql VOLATILE ROWS 1 AS $function$
DECLARE
  v_batch  awa.closing[];
  v_slot   smallint;
  v_some   awa.closing[];
  v_closed awa.closing[] := '{}';
  v_stale  awa.closing[];
BEGIN
  v_batch := ARRAY(
    SELECT ROW(b.i, b.slot, b.lane, b.claim_no, b.nonce, b.outcome,
               CASE WHEN b.count > 0
                      THEN p_ordinals[b.upto - b.count + 1 : b.upto] END)::awa.closing
    FROM (SELECT u.*, sum(u.count) OVER (ORDER BY u.i)::integer AS upto
          FROM unnest(p_slots, p_lanes, p_claim_nos, p_nonces, p_outcomes, p_counts)
            WITH ORDINALITY AS u (slot, lane, claim_no, nonce, outcome, count, i)) AS b
    ORDER BY b.i);

  FOREACH v_slot IN ARRAY ARRAY(SELECT DISTINCT unnest(p_slots)) LOOP
    WITH closed AS (
      INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, outcome, n, ordinals)
      SELECT c.slot, b.lane, b.claim_no, p_worker, p_flush, b.outcome,
             coalesce(cardinality(b.ordinals), cardinality(c.members)), b.ordinals
      FROM unnest(v_batch) AS b
      JOIN awa.claims c ON c.slot IN (v_slot, -1) AND c.lane = b.lane AND c.claim_no = b.claim_no
      WHERE b.slot = v_slot AND c.worker_id = p_worker AND c.nonce = b.nonce
        AND NOT EXISTS (SELECT FROM awa.closures d
                        WHERE d.slot IN (v_slot, -1) AND d.slot = c.slot AND d.lane = b.lane
                          AND d.claim_no = b.claim_no
                          AND (d.ordinals IS NULL OR b.ordinals IS NULL
                               OR d.ordinals && b.ordinals))
      RETURNING slot, lane, claim_no, outcome
    )
    SELECT array_agg(ROW(NULL, x.slot, x.lane, x.claim_no, NULL, x.outcome, NULL)::awa.closing)
    INTO v_some
    FROM closed AS x;
    v_closed := v_closed || v_some;
  END LOOP;

  IF cardinality(v_closed) < cardinality(p_slots) THEN
    v_stale := awa.close_what_is_open(p_worker, p_flush, v_batch, v_closed);
  END IF;
  IF p_endings IS NOT NULL THEN
    PERFORM awa.end_runs(v_batch, v_stale, p_endings, p_worker);
  END IF;
  RETURN QUERY SELECT s.i, s.ordinals FROM unnest(v_stale) AS s;
END
$function$;
