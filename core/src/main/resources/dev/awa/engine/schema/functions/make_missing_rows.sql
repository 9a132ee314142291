-- Makes the rows that a queue can't do without where they are missing, because the schema was
-- restored without them, or without its data at all. Answers whether one was; then no worker has
-- worked here. What is there stays. Nothing is written where none is missing.
--
-- A ring that was lost goes on with generations that nobody has written to, and the sequences with
-- it. Jobs that are there all the same may lie in any slot, so each counts as live: they are
-- written anew by awa.rebase, whose locks this takes then, and which refuses with AW006 while a
-- worker lives.
-- For: migrator.
CREATE OR REPLACE FUNCTION awa.make_missing_rows() RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_in_use  boolean := EXISTS (SELECT FROM awa.lanes);
  v_missing boolean := false;
  v_tail    bigint;
  v_head    bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM awa.storage_state) THEN
    INSERT INTO awa.storage_state DEFAULT VALUES; -- a trigger takes the trust in the counters away
    UPDATE awa.storage_state
    SET counters_trusted_at = CASE WHEN NOT v_in_use THEN clock_timestamp() END;
    v_missing := true;
  END IF;
  IF NOT EXISTS (SELECT FROM awa.leadership) THEN
    INSERT INTO awa.leadership (term, worker_id, expires_at) VALUES (0, 0, '-infinity');
    v_missing := true;
  END IF;
  IF NOT EXISTS (SELECT FROM awa.ring) THEN
    v_tail := greatest(pg_sequence_last_value('awa.ring_head'),
                       pg_sequence_last_value('awa.ring_tail'),
                       (SELECT max(p.gen) + 1 FROM awa.prunes p), 0);
    v_head := v_tail + CASE WHEN v_in_use THEN 15 ELSE 0 END;
    INSERT INTO awa.ring (gen, slot) SELECT g, g % 16 FROM generate_series(v_tail, v_head) AS g;
    INSERT INTO awa.prunes (gen) SELECT v_tail - 1 WHERE v_tail > 0 ON CONFLICT DO NOTHING;
    PERFORM setval('awa.ring_head', v_head), setval('awa.ring_tail', v_tail);
    IF v_in_use THEN
      PERFORM awa.rebase();
    END IF;
    v_missing := true;
  END IF;
  RETURN v_missing;
END
$function$;
