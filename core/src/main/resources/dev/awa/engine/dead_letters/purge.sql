-- Deletes jobs that have failed or were cancelled. See awa.purge.
-- For: operator.
SELECT awa.purge(VARIADIC ?)
