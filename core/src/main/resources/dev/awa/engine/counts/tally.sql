-- Sums the closures of claims that are closed, in the lanes of a slot; the lane that it came to.
-- See awa.tally.
-- For: worker.
SELECT awa.tally(?, ?, ?::smallint, ?, ?, ?) AS came_to
