-- Counts one lane in which many runs came since it was counted. See awa.count_waiting.
-- For: worker.
SELECT counted, came_to FROM awa.count_waiting(?, ?, ?, ?, ?)
