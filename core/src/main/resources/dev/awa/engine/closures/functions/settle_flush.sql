-- Whether a flush with an unknown outcome was committed. Waits for calls of the worker that still
-- run, by taking its lock exclusively, and has those refused that arrive later, up to this number:
-- so a "no" is final, and the runs can be sent again under the next number. p_slots, p_lanes,
-- p_claim_nos: the claims of the flush. One probe each, which LIMIT makes sure of: a join would
-- read all closures where statistics say so. Index: closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.settle_flush(
  p_worker bigint, p_flush bigint, p_slots smallint[], p_lanes integer[], p_claim_nos bigint[]
) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
BEGIN
  PERFORM awa.lock_own_calls(p_worker);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  UPDATE awa.workers w
  SET settled_flush = p_flush
  WHERE w.id = p_worker AND w.settled_flush < p_flush;
  RETURN EXISTS (
    SELECT
    FROM unnest(p_slots, p_lanes, p_claim_nos) AS c (slot, lane, claim_no)
    CROSS JOIN LATERAL (
      SELECT
      FROM awa.closures x
      WHERE x.slot IN (c.slot, -1) AND x.lane = c.lane AND x.claim_no = c.claim_no
        AND x.worker_id = p_worker AND x.flush_no = p_flush
      LIMIT 1) AS d);
END
$function$;
