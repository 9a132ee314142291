-- Truncates the oldest segment when nothing in it is alive. p_drained: a snapshot as of which it
-- held no waiting run (awa.drained); every worker must have announced since that it holds none of
-- its runs. p_patience: how long to wait for the locks; zero for not at all, because a queued lock
-- makes every worker wait behind it.
--
-- Answers 'pruned', or why not: 'waiting' (runs wait in it), 'open' (claims of it are open), 'held'
-- (a worker has not announced that it lets go, or the rotation after it is not published: see
-- awa.publish_head), 'blocked' (somebody uses the partitions; the only answer that may become
-- another by waiting for locks: see awa.lock_segment). Whatever else LOCK and TRUNCATE are refused
-- for is raised.
--
-- The proofs are made without a lock, and the cursors kept of lanes whose newest claim lies in it.
-- Under the lock only what may have changed is looked at: rows and claims that came since. A run
-- that waited for nobody then waits for nobody now, for cursors only grow. PruneSafe,
-- CursorSurvives.
--
-- What open runs of older segments have told there is copied into the carry partition
-- (awa.carry_reports), before the locks too, while nobody writes to the outputs of the slot.
--
-- Lock order: claims, ready, closures, outputs of the slot: the order of a claim. Before these the
-- outputs against writers, without waiting.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.prune(
  p_leader bigint, p_term bigint, p_gen bigint, p_drained pg_snapshot, p_patience interval
) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_slot smallint := p_gen % 16;
  v_last awa.lane_claim[];
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.show_step(1);
  IF p_gen <> awa.tail_gen() THEN
    RETURN 'pruned'; -- by another leader
  END IF;
  IF p_gen >= awa.head_gen() THEN
    -- writers are not told of the next one yet: the head must not fall behind the tail
    RETURN 'held';
  END IF;
  v_last := awa.last_claims_in(v_slot);
  IF EXISTS (SELECT FROM awa.claims_open_in(v_slot, 1)) THEN
    RETURN 'open';
  END IF;
  IF awa.is_held(v_slot, p_drained) THEN
    RETURN 'held';
  END IF;
  IF EXISTS (SELECT FROM awa.lanes_waiting_in(v_slot, 1)) THEN
    RETURN 'waiting';
  END IF;
  PERFORM awa.checkpoint_lanes(v_slot);
  PERFORM awa.sweep_runs_of(awa.closed_claims_in(v_slot, '{}'));
  PERFORM awa.sweep_purged_in(v_slot);
  IF NOT awa.lock_outputs(v_slot) THEN
    RETURN 'blocked';
  END IF;
  PERFORM awa.carry_reports(v_slot);
  IF NOT awa.lock_segment(v_slot, p_patience) THEN
    RETURN 'blocked';
  END IF;
  IF awa.has_rows_since(v_slot, p_drained) THEN
    RETURN 'waiting';
  END IF;
  IF awa.last_claims_in(v_slot) <> v_last THEN
    RETURN 'open';
  END IF;
  IF awa.is_held(v_slot, p_drained) OR p_gen <> awa.tail_gen() THEN
    RETURN 'held';
  END IF;
  PERFORM awa.truncate_segment(p_gen, 0, v_last);
  RETURN 'pruned';
END
$function$;
