-- Stops an operation. See awa.stop_operation.
-- For: operator.
SELECT awa.stop_operation(?, ?)
