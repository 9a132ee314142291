-- Retires a schedule. See awa.retire_schedule.
SELECT awa.retire_schedule(?, ?)
