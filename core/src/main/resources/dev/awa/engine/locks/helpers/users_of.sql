-- Who uses some tables, or partitions of them, in words (awa.name_transactions); NULL when nobody
-- does. p_harmless: modes of locks that are in nobody's way.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.users_of(p_tables text[], p_harmless text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN awa.name_transactions(ARRAY(
    SELECT l.virtualtransaction
    FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.granted AND l.mode <> ALL (p_harmless)
      AND l.relation IN (SELECT r.relid
                         FROM unnest(p_tables) AS t
                         CROSS JOIN LATERAL pg_partition_tree(t::regclass) AS r
                         UNION ALL
                         SELECT t::regclass FROM unnest(p_tables) AS t)
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND l.pid IS DISTINCT FROM pg_backend_pid()));
END
$function$;
