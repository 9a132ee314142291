-- Wakes two more workers of a queue. See awa.wake_more.
-- For: worker.
SELECT awa.wake_more(?)
