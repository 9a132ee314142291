-- Moves what is alive out of the oldest generation and truncates it. See functions/carry.sql.
SELECT awa.carry(?, ?, ?, ? * interval '1 millisecond', ?)
