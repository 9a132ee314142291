-- One migrator at a time for this schema; held to the end of the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('awa.migrations ' || ?, 0))
