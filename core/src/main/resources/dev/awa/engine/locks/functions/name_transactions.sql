-- Who some transactions are, by their virtual ids as pg_locks has them, in words; NULL when none of
-- them is there any more. The three oldest: a process, since when, and what it does as far as this
-- role may see that; or a prepared transaction, and what ends it.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.name_transactions(p_ids text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN (
    WITH held AS MATERIALIZED (
      SELECT DISTINCT l.virtualtransaction AS id, l.pid,
             CASE WHEN l.pid IS NULL AND l.locktype = 'transactionid'
                    THEN l.transactionid END AS xid
      FROM pg_locks l
      WHERE l.virtualtransaction = ANY (p_ids)
    ), named AS (
      SELECT p.prepared AS since,
             format('prepared transaction "%s" (user %s, prepared %s s ago: to end it, '
                    'COMMIT PREPARED %L or ROLLBACK PREPARED %L)',
                    p.gid, p.owner, ceil(extract(epoch FROM clock_timestamp() - p.prepared)),
                    p.gid, p.gid) AS words
      FROM held h
      JOIN pg_prepared_xacts p ON p.transaction = h.xid
      UNION
      SELECT a.xact_start,
             format('process %s (%suser %s%s%s%s)', h.pid,
                    CASE WHEN a.application_name <> '' THEN a.application_name || ', ' END,
                    coalesce(a.usename, 'unknown'), ', ' || a.state,
                    ', its transaction open for '
                      || ceil(extract(epoch FROM clock_timestamp() - a.xact_start)) || ' s',
                    CASE WHEN a.state IS NOT NULL
                           THEN ', ' || quote_literal(left(a.query, 100)) END)
      FROM held h
      LEFT JOIN pg_stat_activity a ON a.pid = h.pid
      WHERE h.pid IS NOT NULL
    )
    SELECT string_agg(o.words, '; ' ORDER BY o.since)
    FROM (SELECT n.since, n.words FROM named n ORDER BY n.since LIMIT 3) AS o);
END
$function$;
