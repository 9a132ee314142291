-- The runs of a claim call with an unknown outcome: none when it was not committed. Waits for calls
-- of the worker that still run, by taking its lock exclusively, and has those refused that arrive
-- later, up to this nonce (the nonces of a worker grow): so "none" is final. The claim is looked
-- for among the open ones of the stripe: one that its worker has not heard of is open, unless all
-- its jobs were cancelled.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.settle_claim(
  p_worker bigint, p_queue text, p_stripe smallint, p_nonce bigint
) RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql VOLATILE ROWS 500
SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots;
BEGIN
  PERFORM awa.lock_own_calls(p_worker);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  UPDATE awa.workers w
  SET settled_claim = p_nonce
  WHERE w.id = p_worker AND w.settled_claim < p_nonce;
  v_slots := awa.live_slots();
  RETURN QUERY
    SELECT r.*
    FROM awa.lanes l
    CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_slots, 0, NULL) AS c
    CROSS JOIN LATERAL awa.claimed_runs_of(c, v_slots) AS r
    WHERE l.queue = p_queue AND l.stripe = p_stripe AND c.worker_id = p_worker AND c.nonce = p_nonce
    ORDER BY r.lane, r.claim_no, r.ordinal;
END
$function$;
