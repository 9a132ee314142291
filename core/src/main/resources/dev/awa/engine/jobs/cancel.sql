-- One try to cancel a job. See functions/cancel.sql.
SELECT awa.cancel(?, ?)
