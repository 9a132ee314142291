-- Splits a queue into stripes. See functions/split.sql.
SELECT awa.split(?, ?)
