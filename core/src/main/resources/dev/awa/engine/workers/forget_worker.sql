-- Takes a rescued worker out of the list. See awa.forget_worker.
SELECT awa.forget_worker(?, ?, ?)
