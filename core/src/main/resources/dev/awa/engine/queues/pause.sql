-- Pauses or resumes a queue: its jobs wait, whatever their state.
INSERT INTO awa.queues (name, paused, paused_at, paused_by)
VALUES (?, ?, clock_timestamp(), ?)
ON CONFLICT (name) DO UPDATE SET paused = EXCLUDED.paused, paused_at = EXCLUDED.paused_at, paused_by = EXCLUDED.paused_by
