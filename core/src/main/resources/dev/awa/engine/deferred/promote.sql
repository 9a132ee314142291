-- Moves due jobs into the ready log. See functions/promote.sql.
SELECT promoted, up_to, extract(epoch FROM rest) AS rest FROM awa.promote(?, ?::pg_catalog.timestamptz, ?)
