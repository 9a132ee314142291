-- Retires a schedule. See awa.retire_schedule.
-- For: operator.
SELECT awa.retire_schedule(?, ?)
