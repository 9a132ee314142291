-- The time of the database, and its timeline.
-- For: worker.
SELECT pg_catalog.clock_timestamp() AS at, awa.timeline() AS timeline
