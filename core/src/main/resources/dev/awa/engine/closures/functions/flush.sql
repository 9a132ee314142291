-- Closes finished runs: appends a closure for each (claim, outcome) of the batch and does what the
-- outcomes ask for (next runs, dead letters, outputs, unique keys), all in one transaction: see
-- awa.close_runs.
--
-- Raises AW002 when the worker was declared dead, AW005 when the flush was settled before it
-- arrived.
--
-- Lock order: worker (shared), claims, ready, closures, then the rest. Index: claims_by_lane,
-- closures_by_claim.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.flush(
  p_worker bigint, p_flush bigint,
  p_slots smallint[], p_lanes integer[], p_claim_nos bigint[], p_nonces bigint[],
  p_outcomes smallint[], p_counts smallint[], p_ordinals smallint[], p_endings jsonb
) RETURNS TABLE (closure integer, stale smallint[])
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(p_worker);
  PERFORM awa.refuse_settled(p_worker, p_flush, w.settled_flush)
  FROM awa.workers w
  WHERE w.id = p_worker AND w.dead_since IS NULL;
  IF NOT FOUND THEN
    PERFORM awa.refuse_fenced(p_worker);
  END IF;
  RETURN QUERY SELECT * FROM awa.close_runs(
    p_worker, p_flush, p_slots, p_lanes, p_claim_nos, p_nonces, p_outcomes, p_counts, p_ordinals,
    p_endings);
END
$function$;
