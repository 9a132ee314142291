-- Closes open runs of a dead worker, as awa.close_runs does, with what they have reported last.
-- Does nothing when it is not dead, or was forgotten meanwhile. Raises AW004 when the caller does
-- not lead any more, 55P03 when a call of the worker keeps its lock (see awa.keepers_of).
-- For: worker.
CREATE OR REPLACE FUNCTION awa.rescue(
  p_leader bigint, p_term bigint, p_worker bigint,
  p_slots smallint[], p_lanes integer[], p_claim_nos bigint[], p_nonces bigint[],
  p_outcomes smallint[], p_counts smallint[], p_ordinals smallint[], p_endings jsonb
) RETURNS TABLE (closure integer, stale smallint[])
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  IF NOT awa.lock_worker(p_worker, interval '300 milliseconds') THEN
    RAISE EXCEPTION 'a call of dead worker % still runs', p_worker
    USING ERRCODE = 'lock_not_available';
  END IF;
  IF NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = p_worker AND w.dead_since IS NOT NULL) THEN
    RETURN; -- another leader has finished its rescue
  END IF;
  RETURN QUERY SELECT * FROM awa.close_runs(
    p_worker, awa.flush_of('rescue'), p_slots, p_lanes, p_claim_nos, p_nonces, p_outcomes,
    p_counts, p_ordinals, awa.with_reports(p_endings));
END
$function$;
