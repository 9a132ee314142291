-- How many lanes are in use and retired, and how many of all hold anything; of these at most so
-- many are counted. See awa.occupied_lanes.
SELECT pg_catalog.count(*) FILTER (WHERE l.retired_at IS NULL),
       pg_catalog.count(*) FILTER (WHERE l.retired_at IS NOT NULL), awa.occupied_lanes(?)
FROM awa.lanes l
