-- Raises 55000 when the head of the ring is behind its tail. No slot can be written to then, and no other try changes that:
-- the sequences were restored without the ledger, or damaged. The tail is read first; both only grow.
CREATE OR REPLACE FUNCTION awa.refuse_broken_ring() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_tail bigint := (SELECT s.last_value FROM awa.ring_tail s);
  v_head bigint := awa.head_gen();
BEGIN
  IF v_head < v_tail THEN
    RAISE EXCEPTION 'the head of the ring (generation %) is behind its tail (generation %): no segment can be written to',
                    v_head, v_tail
      USING ERRCODE = 'object_not_in_prerequisite_state',
            HINT = 'If it stays so, the sequences ring_head and ring_tail are not those of this data: stop all workers and run "awa storage rebase".';
  END IF;
END
$function$;
