-- What a COPY of p_n jobs into the ready log needs beforehand: the slot to write to, an id a job,
-- and the lane of each (queue, priority, ordering key) that occurs. Call it in the transaction of
-- the COPY: it locks the slot against prune, however long the COPY takes to come. A prune that was
-- quicker is followed to the newer head; where there is none, it raises 55000.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.reserve(
  p_n integer, p_queues text[], p_priorities smallint[], p_keys text[]
) RETURNS TABLE (slot smallint, lanes integer[], ids bigint[])
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_gen  bigint;
  v_tail bigint;
BEGIN
  LOOP
    v_gen := awa.write_gen();
    EXECUTE format('LOCK TABLE ONLY %s IN ROW EXCLUSIVE MODE',
                   awa.partition_of('ready_entries', (v_gen % 16)::smallint));
    v_tail := pg_sequence_last_value('awa.ring_tail');
    EXIT WHEN v_gen >= v_tail;
    PERFORM awa.refuse_broken_ring(awa.head_gen(), v_tail);
  END LOOP;
  RETURN QUERY SELECT (v_gen % 16)::smallint, awa.lanes_of(p_queues, p_priorities, p_keys),
                      awa.new_ids(p_n);
END
$function$;
