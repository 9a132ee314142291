-- How many lanes are in use and retired, and how many of all hold anything; of these at most so
-- many are counted. See awa.occupied_lanes.
-- For: reader, operator, worker.
SELECT pg_catalog.count(*) FILTER (WHERE l.retired_at IS NULL) AS used,
       pg_catalog.count(*) FILTER (WHERE l.retired_at IS NOT NULL) AS retired,
       awa.occupied_lanes(?) AS occupied
FROM awa.lanes l
