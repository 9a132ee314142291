-- Fires a schedule now. See awa.trigger_schedule.
SELECT job_id, duplicate FROM awa.trigger_schedule(?, ?)
