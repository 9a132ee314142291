-- A worker leaves, if it may. See functions/leave.sql.
SELECT awa.leave(?)
