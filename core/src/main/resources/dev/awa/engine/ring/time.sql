-- The time of the database, and its timeline.
SELECT clock_timestamp(), awa.timeline()
