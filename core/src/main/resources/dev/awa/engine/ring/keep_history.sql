-- For how much longer the history of a generation is kept, in seconds; not positive when it need
-- not be.
-- For: worker.
SELECT extract(epoch FROM awa.history_left(?)) AS rest
