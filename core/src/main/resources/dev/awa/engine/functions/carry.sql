-- Empties the oldest segment when the ring runs out of slots and something in it is still alive: waiting runs, open claims
-- with their closures and the rows of open runs are moved to the carry partitions (slot -1) as they are, so a waiting run
-- keeps its place in its lane; then the segment is truncated. One stuck job can so never pin the disk.
--
-- Answers 'carried', 'pruned' (by another leader) or 'blocked', as awa.prune does.
--
-- Waiting runs may be many (a queue paused for a week), so they are copied before the exclusive locks, while the locks
-- of their stripes and a lock against writers keep them as they are. Open claims are looked for under the locks, of the slot's lanes,
-- among what is new since their tallies: see awa.open_claims_of. CarryKeepsOrder, PruneSafe.
--
-- Lock order: ready (against writers), stripes (both without waiting), then as awa.prune.
CREATE OR REPLACE FUNCTION awa.carry(p_leader bigint, p_epoch bigint, p_gen bigint, p_patience interval) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_slot   smallint := p_gen % 16;
  v_open   awa.slot_claim[];
  v_moved  bigint;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  IF p_gen <> awa.tail_gen() THEN
    RETURN 'pruned';
  END IF;
  IF p_gen >= awa.head_gen() OR NOT awa.lock_for_carry(v_slot) THEN -- the head must not fall behind the tail: see awa.prune
    RETURN 'blocked';
  END IF;
  v_moved := awa.carry_waiting(v_slot);
  IF NOT awa.lock_segment(v_slot, p_patience) OR p_gen <> awa.tail_gen() THEN
    -- what was copied is taken back with the transaction
    RAISE EXCEPTION 'segment % is in use', p_gen USING ERRCODE = 'lock_not_available';
  END IF;
  v_open := awa.open_claims_of_slot(v_slot);
  v_moved := v_moved + awa.carry_open(v_slot, v_open);
  PERFORM awa.sweep_runs_of(v_slot, v_open);
  PERFORM awa.truncate_segment(p_gen, v_moved);
  RETURN 'carried';
END
$function$;
