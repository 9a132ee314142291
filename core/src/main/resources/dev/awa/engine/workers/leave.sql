-- A worker leaves, if it may. See awa.leave.
SELECT awa.leave(?)
