-- How many lanes there are.
SELECT count(*) FROM awa.lanes
