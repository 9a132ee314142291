-- Who uses some tables, or partitions of them, in words; NULL when nobody does. The three whose
-- transactions are the oldest: a process, since when, and what it does as far as this role may see
-- that; or a prepared transaction, and what ends it. p_harmless: modes of locks that are in nobody's
-- way.
CREATE OR REPLACE FUNCTION awa.users_of(p_tables text[], p_harmless text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN (
    WITH used AS MATERIALIZED (
      SELECT DISTINCT l.virtualtransaction AS id, l.pid
      FROM pg_locks l
      WHERE l.locktype = 'relation' AND l.granted AND l.mode <> ALL (p_harmless)
        AND l.relation IN (SELECT r.relid
                           FROM unnest(p_tables) AS t
                           CROSS JOIN LATERAL pg_partition_tree(t::regclass) AS r
                           UNION ALL
                           SELECT t::regclass FROM unnest(p_tables) AS t)
        AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
        AND l.pid IS DISTINCT FROM pg_backend_pid()
    ), named AS (
      SELECT p.prepared AS since,
             format('prepared transaction "%s" (user %s, prepared %s s ago: to end it, COMMIT PREPARED %L or ROLLBACK PREPARED %L)',
                    p.gid, p.owner, ceil(extract(epoch FROM clock_timestamp() - p.prepared)), p.gid, p.gid) AS words
      FROM used u
      JOIN pg_locks x ON x.locktype = 'transactionid' AND x.virtualtransaction = u.id
      JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
      WHERE u.pid IS NULL
      UNION ALL
      SELECT a.xact_start,
             format('process %s (%suser %s%s%s%s)', u.pid,
                    CASE WHEN a.application_name <> '' THEN a.application_name || ', ' END,
                    coalesce(a.usename, 'unknown'), ', ' || a.state,
                    ', its transaction open for ' || ceil(extract(epoch FROM clock_timestamp() - a.xact_start)) || ' s',
                    CASE WHEN a.state IS NOT NULL THEN ', ' || quote_literal(left(a.query, 100)) END)
      FROM used u
      LEFT JOIN pg_stat_activity a ON a.pid = u.pid
      WHERE u.pid IS NOT NULL
    )
    SELECT string_agg(o.words, '; ' ORDER BY o.since)
    FROM (SELECT n.since, n.words FROM named n ORDER BY n.since LIMIT 3) AS o);
END
$function$;
