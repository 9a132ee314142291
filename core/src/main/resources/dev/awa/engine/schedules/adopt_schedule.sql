-- Gives a schedule another owner. See awa.adopt_schedule.
-- For: operator.
SELECT awa.adopt_schedule(?, ?, ?, ?)
