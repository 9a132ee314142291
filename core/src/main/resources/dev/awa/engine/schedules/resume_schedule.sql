-- Lets a schedule go on. See awa.resume_schedule.
-- For: operator.
SELECT awa.resume_schedule(?, ?)
