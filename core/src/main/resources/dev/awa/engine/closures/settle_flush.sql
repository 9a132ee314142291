-- Whether a batch with an unknown outcome was committed. See functions/settle_flush.sql.
SELECT awa.settle_flush(?, ?, ?, ?, ?)
