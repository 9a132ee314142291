-- Fences a worker off; patience in milliseconds. See functions/declare_dead.sql.
SELECT awa.declare_dead(?, ?, ?, ?::timestamptz, ? * interval '1 millisecond')
