-- Moves what is alive out of the oldest generation and truncates it. See awa.carry.
-- For: worker.
SELECT awa.carry(?, ?, ?, pg_catalog.make_interval(secs => ?), ?)
