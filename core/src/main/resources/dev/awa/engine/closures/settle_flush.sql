-- Whether a batch with an unknown outcome was committed. See awa.settle_flush.
SELECT awa.settle_flush(?, ?, ?, ?, ?)
