-- Moves due jobs into the ready log. See awa.promote.
-- For: worker.
SELECT promoted, up_to, extract(epoch FROM rest) AS rest
FROM awa.promote(?, ?::pg_catalog.timestamptz, ?)
