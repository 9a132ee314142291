-- Takes a rescued worker out of the list. See functions/forget_worker.sql.
SELECT awa.forget_worker(?, ?, ?)
