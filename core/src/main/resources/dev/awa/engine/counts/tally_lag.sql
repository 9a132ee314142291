-- How far the tallies are behind, in so many lanes a segment. See awa.tally_lag.
-- For: reader, operator, worker.
SELECT claims, lanes, most, queue FROM awa.tally_lag(?)
