-- The claim that has a run of the ready log for a member; a row of NULLs when there is none: the
-- run waits, or has a tombstone. It is the first claim of the lane that has passed the run. Where
-- the run is no member of that claim, it was cancelled or purged before: then the claim has no
-- ordinal. It lies in the slot of the run or a later one: the first whose newest claim has passed
-- it (carried claims are older than all others). There it is found by halving the numbers: some
-- seventeen probes of one partition where that has a hundred thousand claims. p_near: the number
-- of the claim of a run that lies near, if one is known; then the search begins there, with
-- strides that double. Index: claims_by_lane.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.claim_of(p_run awa.ready_entries, p_near bigint DEFAULT NULL)
RETURNS awa.claim_member
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_slots  awa.live_slots := awa.live_slots();
  v_slot   smallint := p_run.slot;
  v_below  bigint := 0; -- no claim up to this number has passed it
  v_upto   bigint;      -- the first that has is none after this one, or v_first
  v_middle bigint;
  v_stride bigint := CASE WHEN p_near IS NULL THEN 0 ELSE 1 END;
  v_down   boolean;     -- which way the strides go
  v_first  bigint;
  v_claim  record;
  v_member awa.claim_member;
BEGIN
  LOOP
    SELECT c.claim_no,
           awa.has_passed(c.lo, c.hi, c.pos_xid, c.pos_job_id, p_run.xid, p_run.job_id) AS passed
    INTO v_claim
    FROM awa.claims c
    WHERE c.slot = v_slot AND c.lane = p_run.lane
    ORDER BY c.claim_no DESC
    LIMIT 1;
    EXIT WHEN v_claim.passed;
    IF v_slot = v_slots.head_slot OR v_slot IS NULL THEN
      RETURN v_member;
    END IF;
    v_below := coalesce(v_claim.claim_no, v_below);
    v_slot := CASE WHEN v_slot >= 0 THEN (v_slot + 1) % 16
                   WHEN v_slots.from_slot <= v_slots.head_slot
                     AND v_slots.to_slot > v_slots.head_slot
                     THEN (v_slots.head_slot + 1) % 16 -- all sixteen are live
                   ELSE v_slots.from_slot END;
  END LOOP;
  v_first := v_claim.claim_no;
  v_upto := v_first - 1;
  v_middle := CASE WHEN p_near > v_below AND p_near <= v_upto THEN p_near - 1
                   ELSE (v_below + v_upto) / 2 END;
  WHILE v_below < v_upto LOOP
    SELECT c.claim_no,
           awa.has_passed(c.lo, c.hi, c.pos_xid, c.pos_job_id, p_run.xid, p_run.job_id) AS passed
    INTO v_claim
    FROM awa.claims c
    WHERE c.slot = v_slot AND c.lane = p_run.lane AND c.claim_no > v_middle AND c.claim_no <= v_upto
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
    v_down := coalesce(v_down, v_upto = v_middle);
    IF v_down <> (v_upto = v_middle) THEN
      v_stride := 0; -- it lies within the last stride
    END IF;
    v_middle := CASE WHEN v_stride = 0 THEN (v_below + v_upto) / 2
                     WHEN v_down THEN greatest(v_below, v_upto - v_stride)
                     ELSE least(v_upto, v_below + v_stride) - 1 END;
    v_stride := v_stride * 2;
  END LOOP;
  SELECT c.slot, c.lane, c.claim_no, c.nonce, c.worker_id, m.ordinal INTO v_member
  FROM awa.claims c
  LEFT JOIN LATERAL unnest(c.members, c.run_nos) WITH ORDINALITY AS m (job_id, run_no, ordinal)
    ON m.job_id = p_run.job_id AND coalesce(m.run_no, 1) = p_run.run_no
  WHERE c.slot = v_slot AND c.lane = p_run.lane AND c.claim_no = v_first;
  RETURN v_member;
END
$function$;
