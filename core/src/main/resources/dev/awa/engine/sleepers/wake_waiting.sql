-- Wakes workers where runs wait, and takes silent ones out of the sleepers. See awa.wake_waiting.
-- For: worker.
SELECT awa.wake_waiting()
