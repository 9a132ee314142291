-- Raises a serialization failure when a generation has been pruned. A writer calls it once it holds the lock of the
-- generation's partition, that is after writing: from then on the generation can't be pruned. Where trying again is of no
-- use, it raises 55000: see awa.refuse_broken_ring.
CREATE OR REPLACE FUNCTION awa.refuse_pruned(p_gen bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_gen < (SELECT s.last_value FROM awa.ring_tail s) THEN
    PERFORM awa.refuse_broken_ring();
    RAISE EXCEPTION 'segment % was pruned while this transaction was about to write into it', p_gen
      USING ERRCODE = 'serialization_failure', HINT = 'Run the transaction again.';
  END IF;
END
$function$;
