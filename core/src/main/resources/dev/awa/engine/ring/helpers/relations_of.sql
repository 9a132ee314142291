-- The claim log and the partitions of a slot, which whoever empties the slot locks
-- (awa.lock_segment), in the order of a claim.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.relations_of(p_slot smallint) RETURNS oid[]
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN ARRAY['awa.claims'::regclass::oid] || ARRAY(
    SELECT awa.partition_of(l.log, p_slot)::regclass::oid
    FROM unnest(ARRAY['claims', 'ready_entries', 'closures', 'ready_tombstones', 'attempt_outputs',
                      'state_changes'])
         WITH ORDINALITY AS l (log, place)
    ORDER BY l.place);
END
$function$;
