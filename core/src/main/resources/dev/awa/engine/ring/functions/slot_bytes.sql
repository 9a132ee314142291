-- How many bytes the logs have in a slot, without their indexes; -1 is the carry partitions, which
-- not every log has.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.slot_bytes(p_slot smallint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN (
    SELECT sum(pg_relation_size(to_regclass(format('awa.%s_%s', l.log,
                                                   CASE p_slot
                                                     WHEN -1 THEN 'carry'
                                                     ELSE p_slot::text END))))
    FROM unnest(ARRAY['ready_entries', 'claims', 'closures', 'ready_tombstones', 'attempt_outputs',
                      'state_changes']) AS l (log));
END
$function$;
