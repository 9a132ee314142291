-- Takes a rescued worker out of the list. See awa.forget_worker.
-- For: worker.
SELECT awa.forget_worker(?, ?, ?)
