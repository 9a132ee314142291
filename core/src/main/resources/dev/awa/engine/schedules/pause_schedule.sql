-- Pauses a schedule. See awa.pause_schedule.
-- For: operator.
SELECT awa.pause_schedule(?, ?, ?)
