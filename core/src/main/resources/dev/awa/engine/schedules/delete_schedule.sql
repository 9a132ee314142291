-- Deletes a schedule. See awa.delete_schedule.
-- For: operator.
SELECT awa.delete_schedule(?, ?)
