-- Whether a batch with an unknown outcome was committed. See awa.settle_flush.
-- For: worker.
SELECT awa.settle_flush(?, ?, ?, ?, ?)
