-- Raises a serialization failure when a generation has been pruned. A writer calls it once it holds
-- the lock of the generation's partition, that is after writing: from then on the generation can't
-- be pruned. Where trying again is of no use, it raises 55000: see awa.refuse_broken_ring.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_pruned(p_gen bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_tail bigint := pg_sequence_last_value('awa.ring_tail');
BEGIN
  IF p_gen >= v_tail THEN
    RETURN;
  END IF;
  PERFORM awa.refuse_broken_ring(awa.head_gen(), v_tail);
  RAISE EXCEPTION 'segment % was pruned while this transaction was about to write into it', p_gen
    USING ERRCODE = 'serialization_failure', HINT = 'Run the transaction again.';
END
$function$;
