-- Raises 55000 when the head of the ring is behind its tail, or when one of the two is not known:
-- the sequence was never set, or this role may not read it (the server then answers NULL, from 17
-- on). No slot can be written to then, and no other try changes that: the sequences were restored
-- without the ledger, or damaged. Callers have read the tail first; both only grow.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_broken_ring(p_head bigint, p_tail bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_head >= p_tail THEN
    RETURN;
  END IF;
  IF p_head < p_tail THEN
    RAISE EXCEPTION 'the head of the ring (generation %) is behind its tail (generation %): '
                    'no segment can be written to',
                    p_head, p_tail
      USING ERRCODE = 'object_not_in_prerequisite_state',
            HINT = 'If it stays so, the sequences ring_head and ring_tail are not those of this '
                   'data: stop all workers and run "awa storage rebase".';
  END IF;
  IF has_table_privilege('awa.ring', 'SELECT') THEN
    IF NOT EXISTS (SELECT FROM awa.ring) THEN
      RAISE EXCEPTION 'the queue has no ring: it was restored without the rows that it can''t do '
                      'without, as from a dump of the schema alone'
        USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Make them with "awa migrate".';
    END IF;
  END IF;
  RAISE EXCEPTION 'the ring has no head or no tail: no segment can be written to'
    USING ERRCODE = 'object_not_in_prerequisite_state',
          DETAIL = 'The sequence ring_head or ring_tail was never set, or this role may not read '
                   'it.',
          HINT = 'Grant SELECT on both to the role. If they came without their values, as with '
                 'logical replication: stop all workers and run "awa storage rebase".';
END
$function$;
