-- As of which snapshot a generation holds no waiting run; NULL when some wait. See awa.drained.
SELECT awa.drained(?)
