-- Opens the next segment when it is time. See functions/rotate.sql.
SELECT awa.rotate(?, ?)
