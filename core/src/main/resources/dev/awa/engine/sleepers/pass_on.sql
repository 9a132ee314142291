-- Passes a notification on to the next sleeper. See functions/pass_on.sql.
SELECT awa.pass_on(?, ?, ?, ?)
