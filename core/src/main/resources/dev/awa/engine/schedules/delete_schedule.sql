-- Deletes a schedule. See awa.delete_schedule.
SELECT awa.delete_schedule(?)
