-- Passes a notification on to the next sleeper. See awa.pass_on.
SELECT awa.pass_on(?, ?, ?, ?)
