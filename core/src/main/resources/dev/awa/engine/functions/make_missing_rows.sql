-- Makes the rows that a queue can't do without where they are missing, because the schema was restored without them, or without
-- its data at all. Answers whether one was; then no worker has worked here. What is there stays. Nothing is written where
-- none is missing.
--
-- A ring that was lost goes on with a generation that nobody has written to, and the sequences with it. Jobs that are there
-- all the same lie in slots that no ring names: they are written anew by awa.rebase, whose locks this takes then, and which
-- refuses with AW006 while a worker lives.
CREATE OR REPLACE FUNCTION awa.make_missing_rows() RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_in_use  boolean := EXISTS (SELECT FROM awa.lanes);
  v_missing boolean := false;
  v_gen     bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM awa.storage_state) THEN
    INSERT INTO awa.storage_state (terminal_counter_trusted_at) VALUES (CASE WHEN NOT v_in_use THEN clock_timestamp() END);
    v_missing := true;
  END IF;
  IF NOT EXISTS (SELECT FROM awa.leadership) THEN
    INSERT INTO awa.leadership (epoch, worker_id, expires_at) VALUES (0, 0, '-infinity');
    v_missing := true;
  END IF;
  IF NOT EXISTS (SELECT FROM awa.ring) THEN
    v_gen := greatest(pg_sequence_last_value('awa.ring_head'), pg_sequence_last_value('awa.ring_tail'),
                      (SELECT max(p.gen) + 1 FROM awa.prunes p), 0);
    INSERT INTO awa.ring (gen, slot) VALUES (v_gen, v_gen % 16);
    INSERT INTO awa.prunes (gen) SELECT v_gen - 1 WHERE v_gen > 0 ON CONFLICT DO NOTHING;
    PERFORM setval('awa.ring_head', v_gen), setval('awa.ring_tail', v_gen);
    IF v_in_use THEN
      PERFORM awa.rebase();
    END IF;
    v_missing := true;
  END IF;
  RETURN v_missing;
END
$function$;
