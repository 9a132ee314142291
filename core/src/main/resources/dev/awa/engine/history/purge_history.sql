-- Deletes finished jobs that have been kept for their time. See functions/purge_history.sql.
SELECT awa.purge_history(?, ?, ?)
