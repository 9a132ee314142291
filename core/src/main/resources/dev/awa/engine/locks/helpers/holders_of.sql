-- The transactions, other than this one, that hold locks of the claim log or the partitions of a
-- slot: every lock stands in the way of an exclusive one. Virtual transaction ids: none comes again
-- before long.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.holders_of(p_slot smallint) RETURNS text[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN ARRAY(
    SELECT DISTINCT l.virtualtransaction
    FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.granted AND l.relation = ANY (awa.relations_of(p_slot))
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND l.pid IS DISTINCT FROM pg_backend_pid());
END
$function$;
