-- Takes the locks of a claim: the worker's, shared, so that nobody declares it dead meanwhile; the
-- stripe's; and the claim log's, so that nobody truncates under the snapshots that follow (see
-- awa.cursor_of). Returns NULL, or why there can be no claim now. Waits for nobody but a prune at
-- work, which is short.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.claim_refused(
  p_worker bigint, p_queue text, p_stripe smallint, p_nonce bigint
) RETURNS text
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_settled bigint;
BEGIN
  PERFORM awa.require_read_committed('a claim');
  IF NOT pg_try_advisory_xact_lock_shared(p_worker) THEN
    RETURN 'busy';
  END IF;
  SELECT w.settled_claim
  INTO v_settled
  FROM awa.workers w
  WHERE w.id = p_worker AND w.dead_since IS NULL;
  IF NOT FOUND THEN
    RETURN 'fenced';
  END IF;
  PERFORM awa.refuse_settled(p_worker, p_nonce, v_settled);
  IF EXISTS (SELECT FROM awa.queues q
             WHERE q.name = p_queue AND q.paused AND awa.is_paused(q)) THEN
    RETURN 'paused';
  END IF;
  IF NOT pg_try_advisory_xact_lock(awa.stripe_lock(p_queue, p_stripe)) THEN
    RETURN 'busy';
  END IF;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  RETURN NULL;
END
$function$;
