-- Wakes workers where runs wait, and takes silent ones out of the sleepers. See awa.wake_waiting.
SELECT awa.wake_waiting()
