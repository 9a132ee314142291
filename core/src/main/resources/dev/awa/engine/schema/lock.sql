-- One migrator at a time for this schema; held to the end of the transaction. Waits a minute for another, and from then on 10 s for
-- each lock (55P03): everybody queues up behind a table that is waited for. Settings of the transaction, made before and after.
SELECT set_config('lock_timeout', '10s', true)
FROM (SELECT pg_advisory_xact_lock(hashtextextended('awa.migrations ' || ?, 0)) AS locked
      FROM (SELECT set_config('lock_timeout', '1min', true) AS patience OFFSET 0) AS p
      WHERE p.patience IS NOT NULL
      OFFSET 0) AS l
WHERE l.locked IS NOT NULL
