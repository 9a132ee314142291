-- The runs of a claim call with an unknown outcome: none when it was not committed. Waits for calls of the
-- worker that still run, by taking its lock exclusively, and has those refused that arrive later, up to this nonce (the
-- nonces of a worker grow): so "none" is final.
CREATE OR REPLACE FUNCTION awa.settle_claim(p_worker bigint, p_queue text, p_stripe smallint, p_nonce bigint) RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql VOLATILE ROWS 500
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off AS $function$
DECLARE
  v_slots awa.live_slots;
BEGIN
  PERFORM awa.lock_own_calls(p_worker);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- before the row: see awa.rescue
  UPDATE awa.workers w SET settled_claim = p_nonce WHERE w.id = p_worker AND w.settled_claim < p_nonce;
  v_slots := awa.live_slots();
  RETURN QUERY
    SELECT 'claimed', c.slot, c.lane, l.priority, c.claim_no, m.ordinal::smallint, e.slot, e.xid, e.job_id, e.run_lease,
           e.attempt, e.max_attempts, e.ready_at, e.kind, e.args, e.ext
    FROM awa.lanes l
    JOIN awa.claims c ON c.lane = l.lane
    CROSS JOIN LATERAL unnest(c.members, c.leases) WITH ORDINALITY AS m (job_id, run_lease, ordinal)
    JOIN awa.ready_entries e
      ON e.lane = c.lane AND e.xid BETWEEN c.xid_min AND c.pos_xid
     AND e.job_id = m.job_id AND e.run_lease = coalesce(m.run_lease, 1)
    WHERE l.queue = p_queue AND l.stripe = p_stripe
      AND c.worker_id = p_worker AND c.nonce = p_nonce
      AND (c.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR c.slot <= v_slots.wrap_slot)
      AND (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
    ORDER BY c.lane, c.claim_no, m.ordinal;
END
$function$;
