-- Empties the partitions of the oldest generation, after keeping what must outlive it: the sums of
-- its closures, as far as the lanes' tallies have not kept them before, and of its state changes,
-- as far as the tally of states has not. The caller has kept the cursors (awa.checkpoint_lanes),
-- locked and proved. p_last: the newest claim of each lane there.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.truncate_segment(
  p_gen bigint, p_carried bigint, p_last awa.lane_claim[]
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_slot smallint := p_gen % 16;
  v_upto pg_snapshot := (SELECT t.upto FROM awa.state_tally t);
  v_full text;
BEGIN
  -- should this be rolled back, writers just use younger segments
  PERFORM setval('awa.ring_tail', p_gen + 1);

  INSERT INTO awa.closure_sums AS t (lane, outcome, n)
  SELECT c.lane, c.outcome, c.n FROM unnest(awa.closed_in(v_slot, p_last)) AS c
  ON CONFLICT (lane, outcome) DO UPDATE SET n = t.n + EXCLUDED.n;

  INSERT INTO awa.state_counts AS t (lane, state, n)
  SELECT c.lane, c.state, sum(c.n)
  FROM awa.state_changes c
  WHERE c.slot = v_slot AND (v_upto IS NULL OR NOT pg_visible_in_snapshot(c.xid, v_upto))
  GROUP BY c.lane, c.state
  ON CONFLICT (lane, state) DO UPDATE SET n = t.n + EXCLUDED.n;

  DELETE FROM awa.unique_keys u WHERE u.let_go_gen <= p_gen;

  -- only what holds anything: each relation that is truncated leaves a dead row in pg_class
  v_full := (SELECT string_agg(p.name, ', ')
             FROM unnest(ARRAY['claims', 'ready_entries', 'closures', 'ready_tombstones',
                               'attempt_outputs', 'state_changes'])
                  AS l (log),
                  awa.partition_of(l.log, v_slot) AS p (name)
             WHERE pg_relation_size(p.name) > 0);
  IF v_full IS NOT NULL THEN
    EXECUTE 'TRUNCATE ' || v_full;
  END IF;
  PERFORM awa.forget_first_range(v_slot);
  INSERT INTO awa.prunes (gen, carried) VALUES (p_gen, p_carried);
END
$function$;
