-- Gives a schedule another owner. See awa.adopt_schedule.
SELECT awa.adopt_schedule(?, ?, ?, ?)
