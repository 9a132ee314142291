-- Sums the closures of claims that are closed, in the lanes of a slot. See functions/tally.sql.
SELECT awa.tally(?, ?, ?::smallint, ?, ?)
