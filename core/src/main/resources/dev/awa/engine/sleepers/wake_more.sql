-- Wakes two more workers of a queue. See awa.wake_more.
SELECT awa.wake_more(?)
