-- Takes away the runs that wait in a lane: appends a claim without members that has the next window
-- and is behind all of it, so the cursor has passed all that is visible now. Answers how many runs
-- that were; where it was none nothing is appended. One row, however many wait, and no tombstones:
-- what a cursor has passed and no claim has as a member is over (awa.claim_of). The nonce of this
-- claim is the highest job id that was given out: awa.rebase, in another cluster, tells by it what
-- was written later.
--
-- The snapshot of the claim and that of the count are of one statement, so what is counted is what
-- is passed: a run that commits in between waits on, and so does one of an open transaction. A
-- count at work is waited for (awa.count_waiting): it would keep a number that no longer holds.
--
-- The caller holds the stripe and the claim log. Index: claims_by_lane, ready_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.purge_lane(p_lane integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_now  pg_snapshot;
  v_from awa.lane_cursor;
  v_at   awa.lane_cursor;
  v_n    bigint;
BEGIN
  PERFORM FROM awa.lane_counts k WHERE k.lane = p_lane FOR UPDATE;
  SELECT k.* INTO v_from
  FROM awa.lanes l
  CROSS JOIN LATERAL awa.cursor_of(l, awa.live_slots()) AS k
  WHERE l.lane = p_lane;
  SELECT awa.others_snapshot(), awa.lane_depth(v_from, awa.live_slots()) INTO v_now, v_n;
  IF v_n = 0 THEN
    RETURN 0;
  END IF;
  PERFORM awa.let_go_purged(awa.purged_holders(v_from, v_now));
  v_at := awa.following_window(v_from, v_now);
  INSERT INTO awa.claims (
    slot, lane, claim_no, worker_id, nonce, lo, hi, pos_xid, pos_job_id, xid_min, taken, members)
  VALUES (awa.current_slot(), p_lane, v_at.claim_no + 1, 0,
          pg_sequence_last_value('awa.job_id_seq'), v_at.lo, v_at.hi, pg_snapshot_xmax(v_at.hi), 0,
          pg_snapshot_xmax(v_at.hi), v_at.taken, '{}');
  UPDATE awa.lane_counts k SET upto = v_now, waiting = 0, taken = v_at.taken WHERE k.lane = p_lane;
  RETURN v_n;
END
$function$;
