-- How far the tallies are behind, in so many lanes a segment. See functions/tally_lag.sql.
SELECT claims, lanes, most, queue FROM awa.tally_lag(?)
