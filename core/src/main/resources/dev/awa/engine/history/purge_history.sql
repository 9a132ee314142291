-- Deletes finished jobs that have been kept for their time. See awa.purge_history.
SELECT awa.purge_history(?, ?, ?)
