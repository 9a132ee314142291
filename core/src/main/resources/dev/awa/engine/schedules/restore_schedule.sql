-- Brings a retired schedule back. See awa.restore_schedule.
-- For: operator.
SELECT awa.restore_schedule(?, ?)
