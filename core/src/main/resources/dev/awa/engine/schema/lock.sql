-- One migrator at a time for this schema; held to the end of the transaction. Waits a minute for
-- another, and from then on 10 s for each lock (55P03): everybody queues up behind a table that is
-- waited for. Settings of the transaction, made before and after.
-- For: migrator.
SELECT pg_catalog.set_config('lock_timeout', '10s', true)
FROM (SELECT pg_catalog.pg_advisory_xact_lock(
               pg_catalog.hashtextextended(
                 'awa.migrations ' OPERATOR(pg_catalog.||) ?::pg_catalog.text, 0)) AS locked
      FROM (SELECT pg_catalog.set_config('lock_timeout', '1min', true) AS patience OFFSET 0) AS p
      WHERE p.patience IS NOT NULL
      OFFSET 0) AS l
WHERE l.locked IS NOT NULL
