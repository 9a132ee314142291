-- As of which snapshot a generation holds no waiting run; NULL when some wait. See awa.drained.
-- For: worker.
SELECT awa.drained(?)
