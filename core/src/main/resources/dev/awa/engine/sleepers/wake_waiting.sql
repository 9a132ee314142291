-- Wakes workers where runs wait, and takes silent ones out of the sleepers. See functions/wake_waiting.sql.
SELECT awa.wake_waiting()
