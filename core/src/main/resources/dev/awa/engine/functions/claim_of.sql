-- The claim that has a run of the ready log for a member; a row of NULLs when there is none: the run waits, or has a
-- tombstone. It is the first claim of the lane that has passed the run, and found by halving the numbers: some twenty
-- probes, where the lane has a million claims. Index: claims_by_lane.
CREATE OR REPLACE FUNCTION awa.claim_of(p_run awa.ready_entries) RETURNS awa.claim_member
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_slots  awa.live_slots := awa.live_slots();
  v_below  bigint := 0; -- no claim up to this number has passed it
  v_upto   bigint;      -- the first that has is none after this one, or v_first
  v_middle bigint;
  v_first  bigint;
  v_claim  record;
  v_member awa.claim_member;
BEGIN
  v_upto := (SELECT c.claim_no
             FROM awa.claims c
             WHERE (c.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR c.slot <= v_slots.wrap_slot) AND c.lane = p_run.lane
             ORDER BY c.claim_no DESC
             LIMIT 1);
  WHILE v_below < v_upto LOOP
    v_middle := (v_below + v_upto) / 2;
    SELECT c.claim_no, awa.has_passed(c.lo, c.hi, c.pos_xid, c.pos_job_id, p_run.xid, p_run.job_id) AS passed INTO v_claim
    FROM awa.claims c
    WHERE (c.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR c.slot <= v_slots.wrap_slot) AND c.lane = p_run.lane
      AND c.claim_no > v_middle AND c.claim_no <= v_upto
    ORDER BY c.claim_no
    LIMIT 1;
    IF NOT FOUND THEN
      v_upto := v_middle;
    ELSIF v_claim.passed THEN
      v_first := v_claim.claim_no;
      v_upto := v_middle;
    ELSE
      v_below := v_claim.claim_no;
    END IF;
  END LOOP;
  SELECT c.slot, c.lane, c.claim_no, c.nonce, c.worker_id, m.ordinal INTO v_member
  FROM awa.claims c
  CROSS JOIN LATERAL unnest(c.members, c.leases) WITH ORDINALITY AS m (job_id, run_lease, ordinal)
  WHERE (c.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR c.slot <= v_slots.wrap_slot) AND c.lane = p_run.lane
    AND c.claim_no = v_first AND m.job_id = p_run.job_id AND coalesce(m.run_lease, 1) = p_run.run_lease;
  RETURN v_member;
END
$function$;
