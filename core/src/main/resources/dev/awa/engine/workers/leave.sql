-- A worker leaves, if it may. See awa.leave.
-- For: worker.
SELECT awa.leave(?)
