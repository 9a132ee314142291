-- Passes a notification on to the next sleeper. See awa.pass_on.
-- For: worker.
SELECT awa.pass_on(?, ?, ?, ?)
