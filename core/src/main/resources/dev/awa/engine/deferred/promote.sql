-- Moves due jobs into the ready log. See functions/promote.sql.
SELECT promoted, up_to, extract(epoch FROM rest) * 1000 AS rest_ms FROM awa.promote(?, ?::timestamptz, ?)
