-- Wakes two more workers of a queue. See functions/wake_more.sql.
SELECT awa.wake_more(?)
