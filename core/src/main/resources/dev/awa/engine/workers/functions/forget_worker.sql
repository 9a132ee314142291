-- Takes a dead worker out of the list; false while it has an open claim anywhere, which is still to
-- be rescued.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.forget_worker(p_leader bigint, p_term bigint, p_worker bigint)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off
SET lock_timeout = '2s' AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- nobody carries now
  IF EXISTS (SELECT FROM awa.open_claims(p_worker, 0, 0, 1)) THEN
    RETURN false;
  END IF;
  DELETE FROM awa.sleepers s WHERE s.worker_id = p_worker;
  DELETE FROM awa.workers w WHERE w.id = p_worker AND w.dead_since IS NOT NULL;
  RETURN true;
END
$function$;
