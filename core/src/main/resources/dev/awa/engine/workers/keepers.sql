-- The server processes that have a worker's lock. See functions/keepers_of.sql.
SELECT pid, role FROM awa.keepers_of(?)
