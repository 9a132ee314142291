-- Opens the next segment when it is time. See awa.rotate.
-- For: worker.
SELECT awa.rotate(?, ?)
