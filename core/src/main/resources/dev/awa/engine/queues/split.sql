-- Splits a queue into stripes. See awa.split.
SELECT awa.split(?, ?)
