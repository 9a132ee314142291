-- One try to cancel a job. See awa.cancel.
-- For: operator.
SELECT awa.cancel(?, ?)
