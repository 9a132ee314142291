-- Deletes jobs that have failed or were cancelled. See awa.purge_kept.
-- For: operator.
SELECT awa.purge_kept(?)
