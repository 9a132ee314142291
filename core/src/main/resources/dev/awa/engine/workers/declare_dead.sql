-- Fences a worker off. See functions/declare_dead.sql.
SELECT awa.declare_dead(?, ?, ?, ?::timestamptz)
