-- Who has locked some rows of a table, in words (awa.name_transactions): told by the xmax of the
-- rows, as whoever waited for one of them sees it. Where several share a lock of a row that tells
-- nothing, so whoever locks rows of the table at all is named then. NULL when nobody does any more.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.lockers_of(p_table text, p_xmax xid[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN coalesce(
    awa.name_transactions(ARRAY(
      SELECT l.virtualtransaction
      FROM pg_locks l
      WHERE l.locktype = 'transactionid' AND l.granted AND l.transactionid = ANY (p_xmax)
        AND l.pid IS DISTINCT FROM pg_backend_pid())),
    awa.users_of(ARRAY[p_table], '{AccessShareLock}'));
END
$function$;
