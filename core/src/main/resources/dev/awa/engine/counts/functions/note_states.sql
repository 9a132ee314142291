-- Trigger of the tables of jobs: notes how many jobs came to a state or left it, in each lane,
-- whoever did it. The argument is the state of a table whose jobs are all in one. CountsExact.
-- For: migrator.
CREATE OR REPLACE FUNCTION awa.note_states() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_gen bigint;
BEGIN
  IF current_setting('session_replication_role') = 'replica' AND awa.applies_changes() THEN
    RETURN NULL; -- the rows come with what was noted of them
  END IF;
  v_gen := pg_sequence_last_value('awa.ring_head');
  IF v_gen IS NULL THEN -- rows are restored before the sequences: what was noted of them comes too
    UPDATE awa.storage_state SET counters_trusted_at = NULL;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF TG_NARGS > 0 THEN
      INSERT INTO awa.state_changes (slot, lane, state, n)
      SELECT v_gen % 16, c.lane, TG_ARGV[0], count(*) FROM come c GROUP BY c.lane;
    ELSE
      INSERT INTO awa.state_changes (slot, lane, state, n)
      SELECT v_gen % 16, c.lane, c.state, count(*) FROM come c GROUP BY c.lane, c.state;
    END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    IF TG_NARGS > 0 THEN
      INSERT INTO awa.state_changes (slot, lane, state, n)
      SELECT v_gen % 16, g.lane, TG_ARGV[0], - count(*) FROM gone g GROUP BY g.lane;
    ELSE
      INSERT INTO awa.state_changes (slot, lane, state, n)
      SELECT v_gen % 16, g.lane, g.state, - count(*) FROM gone g GROUP BY g.lane, g.state;
    END IF;
  END IF;
  PERFORM awa.refuse_pruned(v_gen);
  RETURN NULL;
END
$function$;
