-- Splits a queue into stripes. See awa.split.
-- For: operator.
SELECT awa.split(?, ?, ?)
