-- Brings a retired schedule back. See awa.restore_schedule.
SELECT awa.restore_schedule(?, ?)
