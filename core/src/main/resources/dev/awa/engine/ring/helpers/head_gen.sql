-- The generation that new rows go to. Not read through a snapshot: a transaction with an old one
-- must not write into a slot that was pruned since. A writer may all the same read it a moment too
-- early and write into an older segment, which is harmless while that is live: claims read every
-- live slot, and prune proves emptiness under a lock. Whether it is live, awa.refuse_pruned tells.
-- Raises 55000 where the sequence has no value.
--
-- Sequences are read by pg_sequence_last_value: PL/pgSQL calls it without a plan. A SELECT of the
-- sequence is a sequential scan: under enable_seqscan = off it costs so much that a server with
-- LLVM compiles it.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.head_gen() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_head bigint := pg_sequence_last_value('awa.ring_head');
BEGIN
  IF v_head IS NULL THEN
    PERFORM awa.refuse_broken_ring(v_head, v_head);
  END IF;
  RETURN v_head;
END
$function$;
