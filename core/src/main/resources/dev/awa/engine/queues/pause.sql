-- Pauses or resumes a queue. See awa.pause.
SELECT awa.pause(?, ?, ?, ?, ?)
