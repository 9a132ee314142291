-- Takes a dead worker whose runs were all rescued out of the list; false when it has open claims in the carry partition:
-- they were carried while its rescue went by, and the rescue begins anew.
CREATE OR REPLACE FUNCTION awa.forget_worker(p_leader bigint, p_epoch bigint, p_worker bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- nobody carries now
  IF EXISTS (SELECT FROM awa.claims_open_in(-1::smallint) o
             JOIN awa.claims c ON c.slot = -1 AND c.lane = o.lane AND c.claim_no = o.claim_no
             WHERE c.worker_id = p_worker) THEN
    UPDATE awa.workers w SET rescued_gen = -1, rescued_lane = 0, rescued_claim = 0 WHERE w.id = p_worker;
    RETURN false;
  END IF;
  DELETE FROM awa.sleepers s WHERE s.worker_id = p_worker;
  DELETE FROM awa.workers w WHERE w.id = p_worker AND w.dead_since IS NOT NULL;
  RETURN true;
END
$function$;
