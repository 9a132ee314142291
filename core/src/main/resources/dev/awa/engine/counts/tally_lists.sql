-- Sums those of claims that were on a long list; the lane that it came to. See
-- awa.tally_lists.
-- For: worker.
SELECT awa.tally_lists(?, ?, ?, ?, ?) AS came_to
