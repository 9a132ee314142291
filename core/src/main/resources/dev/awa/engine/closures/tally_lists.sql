-- Sums those of claims that were on a long list; the lane that it came to. See
-- functions/tally_lists.sql.
SELECT awa.tally_lists(?, ?, ?, ?, ?)
