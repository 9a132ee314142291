-- Counts one lane in which many runs came since it was counted. See functions/count_waiting.sql.
SELECT counted, came_to FROM awa.count_waiting(?, ?, ?, ?, ?)
