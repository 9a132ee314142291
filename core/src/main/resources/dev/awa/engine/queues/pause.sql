-- Pauses or resumes a queue. See functions/pause.sql.
SELECT awa.pause(?, ?, ?)
