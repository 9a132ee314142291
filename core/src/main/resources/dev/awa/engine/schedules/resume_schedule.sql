-- Lets a schedule go on. See awa.resume_schedule.
SELECT awa.resume_schedule(?, ?)
