-- Opens the next segment when the current one holds anything. See functions/rotate_now.sql.
SELECT awa.rotate_now(?, ?)
