-- Fires a schedule now. See awa.trigger_schedule.
-- For: operator.
SELECT job_id, duplicate FROM awa.trigger_schedule(?, ?)
