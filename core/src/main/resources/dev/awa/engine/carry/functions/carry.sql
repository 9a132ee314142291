-- Empties the oldest segment when the ring runs out of slots and something in it is still alive:
-- waiting runs, open claims with their closures and the rows of open runs are moved to the carry
-- partitions (slot -1) as they are, so a waiting run keeps its place in its lane; then the segment
-- is truncated. One stuck job can so never pin the disk.
--
-- Answers 'carried', 'pruned' (by another leader) or 'blocked', as awa.prune does. Raises 55P03
-- when it was blocked after it had copied. A row that can't be read makes it fail, unless its job
-- is among p_unreadable: those are carried without what is lost, with a mark that says so
-- (awa.read_job). Who was refused finds them by awa.unreadable_in.
--
-- Waiting runs may be many (a queue paused for a week), so they are copied before the exclusive
-- locks, beside claims and cancellations; under the locks those copies are taken back that were
-- claimed or cancelled meanwhile. Nothing is copied unless the locks could be had a moment before.
-- That look also makes sure that every claim that is not seen by the looks after it lies in the
-- generation that is the head now, or a newer one: so under the locks only those are looked through
-- for newer claims. What was open before is asked again whether it still is; what came since is
-- looked through as well. So what is done under the locks follows the lanes of the slot by one
-- probe each, and what is open. CarryKeepsOrder, OneRow, PruneSafe.
--
-- Lock order: ready and outputs (against writers, without waiting), then as awa.prune.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.carry(
  p_leader bigint, p_term bigint, p_gen bigint, p_patience interval, p_unreadable bigint[]
) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_slot     smallint := p_gen % 16;
  v_head     bigint := awa.head_gen();
  v_tombstoned   bigint;
  v_lanes    integer[];
  v_last     awa.lane_claim[];
  v_newest   awa.lane_claim[];
  v_newer    awa.slot_claim[];
  v_was_open awa.slot_claim[]; -- before the locks
  v_open     awa.slot_claim[];
  v_moved    bigint;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.show_step(2);
  IF p_gen <> awa.tail_gen() THEN
    RETURN 'pruned';
  END IF;
  IF p_gen >= v_head -- the head must not fall behind the tail: see awa.prune
     OR NOT awa.segment_is_free(v_slot, p_patience)
     OR NOT awa.lock_for_carry(v_slot) OR NOT awa.lock_outputs(v_slot) THEN
    RETURN 'blocked';
  END IF;
  v_tombstoned := (SELECT count(*) FROM awa.ready_tombstones t WHERE t.slot = v_slot);
  v_lanes := awa.lanes_with_rows_in(v_slot); -- no claim or run is added to the slot any more
  v_last := awa.last_claims_in(v_slot);
  v_newest := awa.newest_claims(v_head, v_lanes);
  v_was_open := awa.open_claims_of_lanes(v_lanes);
  PERFORM awa.sweep_runs_of(awa.closed_claims_in(v_slot, v_was_open));
  PERFORM awa.sweep_purged_in(v_slot);
  v_moved := awa.carry_waiting(v_slot, p_unreadable);
  PERFORM awa.checkpoint_lanes(v_slot);
  PERFORM awa.carry_reports(v_slot);
  IF NOT awa.lock_segment(v_slot, p_patience) OR p_gen <> awa.tail_gen() THEN
    -- what was copied is taken back with the transaction
    RAISE EXCEPTION 'segment % is in use', p_gen USING ERRCODE = 'lock_not_available';
  END IF;
  v_newer := awa.claims_newer_than(v_head, v_newest);
  v_moved := v_moved - awa.drop_copies(v_slot, v_newer, v_tombstoned);
  v_open := awa.with_open_members(v_was_open || v_newer);
  v_moved := v_moved + awa.carry_open(v_slot, v_open, p_unreadable);
  PERFORM awa.sweep_runs_of(ARRAY(
    SELECT o FROM unnest(v_was_open) AS o WHERE o.slot = v_slot
    EXCEPT SELECT o FROM unnest(v_open) AS o));
  PERFORM awa.truncate_segment(p_gen, v_moved, v_last);
  RETURN 'carried';
END
$function$;
