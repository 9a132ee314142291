-- One try to cancel a job. See awa.cancel.
SELECT awa.cancel(?, ?)
