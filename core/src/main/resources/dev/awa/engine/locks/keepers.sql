-- The server processes that have a worker's lock. See awa.keepers_of.
-- For: worker.
SELECT pid, role FROM awa.keepers_of(?)
