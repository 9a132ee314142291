-- Deletes jobs that have failed or were cancelled. See awa.purge.
SELECT awa.purge(VARIADIC ?)
