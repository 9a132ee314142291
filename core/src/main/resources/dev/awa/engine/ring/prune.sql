-- Truncates the oldest generation when nothing in it is alive. See functions/prune.sql.
SELECT awa.prune(?, ?, ?, ?::pg_snapshot, ? * interval '1 millisecond')
