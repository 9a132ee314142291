-- Claims up to p_limit runs (at most 512) of one stripe of a queue for a worker, lane after lane in
-- the order of effective priority: the lane's priority less one step for each aging interval its
-- head has waited, then the older head. One call is one transaction; nothing may be appended to the
-- ready log after it in that transaction. Writes nothing when nothing is ready. Takes no more than
-- p_bytes of arguments from a lane (but at least one run), so that a batch fits a worker's memory;
-- NULL: whatever they weigh, and then it reads none of them itself.
--
-- Returns the claimed runs, those with the status 'emptied' after which their lane has no other, as
-- of the claim's snapshot, those of other lanes as 'claimed'; or one row whose status says why
-- there are none: 'empty', 'busy' (another call has the stripe, or this worker is being settled),
-- 'paused', 'fenced' (the worker is not alive).
--
-- Where tombstones come next in a lane that gave something, its cursor is moved past them
-- (awa.pass_tombstones).
--
-- Lock order: worker (shared), stripe, claims, ready.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.claim(
  p_worker bigint, p_queue text, p_stripe smallint, p_limit integer, p_bytes bigint, p_nonce bigint
) RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql VOLATILE ROWS 500
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_now     pg_snapshot;
  v_slots   awa.live_slots;
  v_slot    smallint;
  v_window  awa.lane_cursor;
  v_left    integer := least(p_limit, 512);
  v_got     integer;
  v_claimed integer;
  v_none    awa.claimed_run;
  v_status  text := awa.claim_refused(p_worker, p_queue, p_stripe, p_nonce);
BEGIN
  -- A claim lost in a crash of the server is simply claimed again, and the log's order makes a
  -- durable closure imply a durable claim: no need to wait for the disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  IF v_status IS NULL THEN
    -- The ring is read after the snapshot: a run that is visible in the snapshot lies in a slot
    -- that was opened before it. The other way round a rotation in between would hide runs of the
    -- new slot, and the window would pass them by.
    v_now := pg_current_snapshot();
    v_slots := awa.live_slots();
    v_slot := awa.current_slot();
    FOR v_window IN SELECT * FROM awa.windows_of(p_queue, p_stripe, v_slots, v_now) LOOP
      CONTINUE WHEN v_window.lane = v_claimed; -- a lane has one claim a call
      IF v_window.slots IS NULL THEN
        v_window := awa.with_scan_bounds(v_window, v_slots);
      END IF;
      RETURN QUERY SELECT * FROM awa.claim_window(
        v_window, v_slot, p_worker, p_nonce, v_left, p_bytes, v_window.hi::text = v_now::text);
      GET DIAGNOSTICS v_got = ROW_COUNT;
      v_left := v_left - v_got;
      IF v_got > 0 AND v_window.tombstoned IS DISTINCT FROM '{}' THEN
        PERFORM awa.pass_tombstones(l) FROM awa.lanes l WHERE l.lane = v_window.lane;
      END IF;
      EXIT WHEN v_left = 0;
      v_claimed := CASE WHEN v_got > 0 THEN v_window.lane END;
    END LOOP;
    IF v_left = least(p_limit, 512) THEN
      v_status := 'empty';
    END IF;
  END IF;
  IF v_status IS NOT NULL THEN
    v_none.status := v_status;
    RETURN NEXT v_none;
  END IF;
END
$function$;
