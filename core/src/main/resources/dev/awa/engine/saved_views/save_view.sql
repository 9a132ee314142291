-- Saves a filter under a name; answers what had the name before. See awa.save_view.
-- For: operator.
SELECT name, filter, saved_at, saved_by FROM awa.save_view(?, ?, ?)
