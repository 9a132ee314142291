-- Opens the next segment when the current one holds anything. See awa.rotate_now.
-- For: worker.
SELECT awa.rotate_now(?, ?)
