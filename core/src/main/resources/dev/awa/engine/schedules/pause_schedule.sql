-- Pauses a schedule. See awa.pause_schedule.
SELECT awa.pause_schedule(?, ?, ?)
