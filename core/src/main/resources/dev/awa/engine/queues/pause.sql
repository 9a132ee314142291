-- Pauses or resumes a queue. See awa.pause.
-- For: operator.
SELECT awa.pause(?, ?, ?, ?, ?)
