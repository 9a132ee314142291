-- Takes the locks of a claim: the worker's, shared, so that nobody declares it dead meanwhile; the stripe's; and the
-- claim log's, so that nobody truncates under the snapshots that follow (see awa.cursor_of). Returns NULL, or why there
-- can be no claim now. Waits for nobody but a prune at work, which is short.
CREATE OR REPLACE FUNCTION awa.claim_refused(p_worker bigint, p_queue text, p_stripe smallint) RETURNS text
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a claim needs READ COMMITTED, the transaction is %', upper(current_setting('transaction_isolation'))
      USING ERRCODE = 'object_not_in_prerequisite_state',
            HINT = 'Set the isolation level of worker connections explicitly.';
  END IF;
  IF NOT pg_try_advisory_xact_lock_shared(p_worker) THEN
    RETURN 'busy';
  END IF;
  IF NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = p_worker AND w.state = 'alive') THEN
    RETURN 'fenced';
  END IF;
  IF EXISTS (SELECT FROM awa.queues q WHERE q.name = p_queue AND q.paused) THEN
    RETURN 'paused';
  END IF;
  IF NOT pg_try_advisory_xact_lock(awa.stripe_lock(p_queue, p_stripe)) THEN
    RETURN 'busy';
  END IF;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  RETURN NULL;
END
$function$;
